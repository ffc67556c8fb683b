"""The taxonomy finds the skills a text names, and only those."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.taxonomy import Skill, Span, Taxonomy
from app.services.taxonomy import load_taxonomy
from benchmarks.reading import LONG, SKILL_PIECES, repeated

BANK = [
    *("python", "javascript", "sql", "databases", "rest-apis", "operating-systems", "algorithms", "testing"),
    *("react", "docker", "kubernetes", "cloud", "machine-learning", "system-design", "security", "git"),
    "teamwork",
]


@pytest.fixture
def taxonomy() -> Taxonomy:
    return load_taxonomy()


def found(text: str) -> list[str]:
    return [mention.skill for mention in load_taxonomy().find(text)]


def test_the_packaged_taxonomy_is_broad_and_every_shelf_names_itself_first(taxonomy: Taxonomy) -> None:
    by_id = {skill.id: skill for skill in taxonomy.skills}
    assert len(taxonomy.skills) >= 150
    assert [by_id[shelf].bank[0] for shelf in BANK] == BANK


def test_every_skill_leads_to_existing_shelves_only(taxonomy: Taxonomy) -> None:
    assert [skill.id for skill in taxonomy.skills if not skill.bank or not set(skill.bank) <= set(BANK)] == []


def test_every_spelling_resolves_to_its_skill_and_is_found_in_a_list(taxonomy: Taxonomy) -> None:
    for skill in taxonomy.skills:
        for spelling in (skill.name, *skill.aliases, *skill.exact, *skill.needs_context):
            resolved = taxonomy.resolve(spelling)
            assert resolved is not None and resolved.id == skill.id, spelling
            assert skill.id in found(f"Skills: Python, {spelling}, Docker"), spelling


@pytest.mark.parametrize(
    ("text", "skills"),
    [
        ("C++/C#, .NET Core and Node.js", ["cpp", "csharp", "dotnet", "nodejs"]),
        ("Java, JavaScript and TypeScript", ["java", "javascript", "typescript"]),
        ("C/C++ and Objective-C", ["c", "cpp", "objective-c"]),
        ("Spring Boot with Spring Security", ["spring-boot", "spring"]),
        ("React Native, not React alone", ["react-native", "react"]),
        ("ASP.NET MVC", ["dotnet"]),
        ("Python3, Java 11, C++17 and HTML5", ["python", "java", "cpp", "html"]),
        ("machine-\nlearning and Machine  Learning", ["machine-learning", "machine-learning"]),
        ("k8s on AWS (EC2, S3)", ["kubernetes", "aws", "aws", "aws"]),
        ("CI/CD with GitHub Actions; Git", ["ci-cd", "github-actions", "git"]),
        ("A/B testing", ["ab-testing"]),
        ("python,django,postgresql", ["python", "django", "postgresql"]),
        ("Docker-based and Python's", ["docker", "python"]),
        ("We use Go and Rust in production.", ["go", "rust"]),
        ("Senior Go developer", ["go"]),
        ("Statistics in R or Python", ["statistics", "r", "python"]),
        ("Languages: Go, C, R", ["go", "c", "r"]),
        ("Skills\nPython\nGo\nSwift", ["python", "go", "swift"]),
        ("react, node, express, mongodb", ["react", "nodejs", "express", "mongodb"]),
        ("REST APIs", ["rest-apis"]),
        ("Java Spring NodeJS and Ansible Puppet", ["java", "spring", "nodejs", "ansible", "puppet"]),
        ("C# and . NET Core", ["csharp", "dotnet"]),
    ],
)
def test_a_text_that_names_skills_gives_them_in_order(text: str, skills: list[str]) -> None:
    assert found(text) == skills


@pytest.mark.parametrize(
    "text",
    [
        "We go to market fast, go live on Monday and go above and beyond.",
        "R&D, C-level stakeholders, vitamin C, Series C and Plan C.",
        "Internship, Spring 2024. Spring cleaning.",
        "Rust removal, Swift and decisive, Express delivery.",
        "You react to change and excel at what you do; the rest of us swim.",
        "Social security number, security clearance.",
        "jane@spring.com, https://kubernetes.io/docs, www.docker.com, github.com/jane/react-app",
        "example.net, foo.js, go.mod, x.python_",
        "Javanese pythonic reactive goal scalable rustic gitter sqlx",
        "Monday ml, os and ai in lower case",
    ],
)
def test_everyday_words_and_addresses_are_no_skills(text: str) -> None:
    assert found(text) == []


def test_an_everyday_word_at_the_start_of_a_sentence_is_no_skill_even_near_one() -> None:
    assert found("You know Python. Go the extra mile for customers.") == ["python"]


@pytest.mark.parametrize(
    ("typed", "skill"),
    [
        ("python 3.11", "python"),
        ("K8S", "kubernetes"),
        ("GO", "go"),
        ("c", "c"),
        (" C# ", "csharp"),
        (".net", "dotnet"),
        ("Java 8", "java"),
        ("node", "nodejs"),
        ("rest-apis", "rest-apis"),
        ("scikit learn", "scikit-learn"),
    ],
)
def test_a_typed_name_resolves_in_any_case_and_version(taxonomy: Taxonomy, typed: str, skill: str) -> None:
    resolved = taxonomy.resolve(typed)
    assert resolved is not None and resolved.id == skill


@pytest.mark.parametrize("typed", ["", " ", "underwater basket weaving", "3.11", "++", "Pythonista"])
def test_a_typed_name_that_is_no_skill_resolves_to_none(taxonomy: Taxonomy, typed: str) -> None:
    assert taxonomy.resolve(typed) is None


def test_shelves_come_in_order_and_once_and_unknown_names_are_passed_over(taxonomy: Taxonomy) -> None:
    names = ["PostgreSQL", "origami", "FastAPI", "Python & Docker", "SQL"]
    assert taxonomy.bank_skills(names) == ("databases", "sql", "rest-apis", "python", "docker")


def test_each_found_skill_comes_once_with_its_first_mention(taxonomy: Taxonomy) -> None:
    text = "Kube and Python; later Kubernetes."
    first, second = taxonomy.find_skills(text)
    assert (first.id, first.name, first.evidence) == ("kubernetes", "Kubernetes", Span(0, 4, "Kube"))
    assert second.id == "python"


def test_two_skills_with_one_spelling_are_refused() -> None:
    with pytest.raises(ValueError, match="'pg' belongs to a and b"):
        Taxonomy((Skill("a", "A1", "tool", aliases=("PG",)), Skill("b", "B1", "tool", aliases=("pg",))))


def test_two_skills_with_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="share an id"):
        Taxonomy((Skill("a", "One", "tool"), Skill("a", "Two", "tool")))


@given(st.text(alphabet=st.sampled_from("cC+#.- \n/Gogo Rr,jsnetNode@"), max_size=200))
@settings(max_examples=200, deadline=None)
def test_mentions_lie_in_the_text_in_order_and_apart(text: str) -> None:
    mentions = load_taxonomy().find(text)
    assert all(text[m.start : m.end] == m.text and m.text for m in mentions)
    assert all(a.end <= b.start for a, b in pairwise(mentions))


@pytest.mark.parametrize("piece", SKILL_PIECES)
def test_what_stands_after_a_long_run_of_anything_is_still_read(taxonomy: Taxonomy, piece: str) -> None:
    mentions = taxonomy.find(f"{repeated(piece, LONG)} Kubernetes and PostgreSQL")
    assert [mention.skill for mention in mentions[-2:]] == ["kubernetes", "postgresql"]
