"""A job description gives its role, its level and its skills, each with the words that show it."""

from __future__ import annotations

from dataclasses import astuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.job_description import JobDescriptionFacts, analyze_job_description
from app.domain.profile import Level
from app.services.taxonomy import load_taxonomy
from benchmarks.reading import JOB_DESCRIPTION_PIECES, LONG, repeated

F, J, M, S = Level.FRESHER, Level.JUNIOR, Level.MID, Level.SENIOR

# (text, role, level); a role is compared without regard to case.
DESCRIPTIONS: list[tuple[str, str | None, Level | None]] = [
    ("We are looking for a Senior Backend Engineer to join our team.", "Backend Engineer", S),
    ("Junior Python Developer\n\nLondon. You will write Django services.", "Python Developer", J),
    ("Job title: Lead Data Engineer\nLocation: Pune\nYou own our pipelines.", "Data Engineer", S),
    ("Frontend Developer (React)\n3-5 years of experience with JavaScript.", "Frontend Developer", M),
    ("Software Engineer Intern\nSummer 2025. Currently pursuing a degree in CS.", "Software Engineer", F),
    (
        "About us\n"
        "Acme has been in business for 20 years. We need a DevOps Engineer with 6+ years of "
        "experience in Kubernetes.",
        "DevOps Engineer",
        S,
    ),
    ("Position: Full-Stack Developer\nExperience: 1-2 years\nReact, Node.js", "Full-Stack Developer", J),
    (
        "Machine Learning Engineer\nMinimum of four years' professional experience in Python.",
        "Machine Learning Engineer",
        M,
    ),
    (
        "Graduate Software Engineer\nNo prior experience required; recent graduates welcome.",
        "Software Engineer",
        F,
    ),
    (
        "Principal Software Engineer - Platform\nYou will report to the Engineering Manager.",
        "Software Engineer",
        S,
    ),
    ("Role: QA Automation Tester\nSeniority: Mid\nSelenium, Java", "QA Automation Tester", M),
    ("Entry-level Data Analyst\nSQL and Excel. 0-1 years of experience.", "Data Analyst", F),
    ("Hiring: Android Developer with 2+ years of experience in Kotlin.", "Android Developer", J),
    ("We're seeking an iOS Engineer. At least 5 years building apps in Swift.", "iOS Engineer", M),
    ("Staff Site Reliability Engineer\nOn call for our Kubernetes clusters.", "Site Reliability Engineer", S),
    ("Software Engineer II\nYou work with product managers on our Java services.", "Software Engineer", M),
    ("Software Engineer III, Search\nC++ at scale.", "Software Engineer", S),
    ("Jr. Web Developer\nHTML, CSS, PHP", "Web Developer", J),
    ("Sr. Java Developer needed. Spring Boot and Kafka.", "Java Developer", S),
    (
        "Our client, a bank, is searching for a Database Administrator with eight years of "
        "hands-on experience.",
        "Database Administrator",
        S,
    ),
    (
        "Cloud Engineer\nWe are a 12 year old company.\nYou bring 3 years of experience with AWS.",
        "Cloud Engineer",
        M,
    ),
    ("Join us as a Security Analyst! You have up to 2 years of experience in a SOC.", "Security Analyst", J),
    ("Freshers can apply for the post of PHP Developer.", "PHP Developer", F),
    ("Experience level: Senior\nRole: DevOps\nWe want a cloud consultant.", "cloud consultant", S),
    ("Data Scientist\nRequirements: PhD or 7 years of experience in statistics.", "Data Scientist", S),
    ("Mid-level .NET Developer\nC#, Azure, SQL Server", "NET Developer", M),
    ("Associate Software Engineer\nBangalore", "Software Engineer", J),
    ("As a Network Engineer you keep our routers alive. CCNA, 3+ yrs experience.", "Network Engineer", M),
    ("<h1>Senior&nbsp;React Developer</h1><p>5&plus; years &amp; TypeScript</p>", "React Developer", S),
    (
        "<div>We are looking for a <b>Go Developer</b> with <b>3+ years</b> of experience in gRPC.</div>",
        "Go Developer",
        M,
    ),
    (
        "Our team of Data Scientists works with a Business Analyst. We hire a Platform Engineer.",
        "Platform Engineer",
        None,
    ),
    (
        "Embedded Software Engineer (m/f/d)\nC and C++ on STM32; 10 years of experience.",
        "Embedded Software Engineer",
        S,
    ),
    (
        "Internship: Data Science Intern\nThree-month internship in our research team.",
        "Data Science Intern",
        F,
    ),
    ("Tech Lead\nYou lead six engineers.", "Tech Lead", S),
    ("We seek a Solutions Architect. Azure, microservices.", "Solutions Architect", S),
    ("Backend developer wanted: fresh graduates with Python are welcome.", "Backend developer", F),
    ("Game Programmer\nUnity and C#. You mentor junior programmers.", "Game Programmer", S),
    (
        "Software Developer\nYou need 4 years of experience. You mentor entry-level engineers.",
        "Software Developer",
        M,
    ),
    (
        "Full stack engineer. Freshers need not apply; 6 to 8 years of experience required.",
        "Full stack engineer",
        S,
    ),
    ("SDET\n2 years' experience in Selenium. A 4-year degree in computer science.", "SDET", J),
    (
        "Python Engineer\nThis is a two-year contract. Between 3 and 5 years of experience.",
        "Python Engineer",
        M,
    ),
    ("Warehouse clerk\nDrive a forklift.", None, None),
    ("Come and build rockets with us. Python helps.", None, None),
    ("Python, SQL, Docker\nBI Developer / Data Engineer\n1 year of experience", "BI Developer", J),
]


def analyze(text: str) -> JobDescriptionFacts:
    return analyze_job_description(text, load_taxonomy())


def role_of(text: str) -> str | None:
    role = analyze(text).role
    return role.value.lower() if role else None


def level_of(text: str) -> Level | None:
    level = analyze(text).level
    return level.value if level else None


def test_roles_are_right_in_nine_of_ten_descriptions() -> None:
    wrong = [(t, role_of(t)) for t, role, _ in DESCRIPTIONS if role_of(t) != (role.lower() if role else None)]
    assert len(wrong) <= len(DESCRIPTIONS) // 10, wrong


def test_levels_are_right_in_nine_of_ten_descriptions() -> None:
    wrong = [(t, level_of(t)) for t, _, level in DESCRIPTIONS if level_of(t) != level]
    assert len(wrong) <= len(DESCRIPTIONS) // 10, wrong


@pytest.mark.parametrize("text", [text for text, _, _ in DESCRIPTIONS])
def test_every_fact_points_at_its_words_in_the_very_text(text: str) -> None:
    facts = analyze(text)
    spans = [fact.evidence for fact in (facts.role, facts.level, *facts.skills) if fact]
    assert all(text[span.start : span.end] == span.text != "" for span in spans)


def test_the_title_line_names_the_role_before_any_phrase_further_down() -> None:
    assert role_of("Data Engineer (Remote)\n\nAcme is also looking for a Web Developer.") == "data engineer"
    assert role_of("Hello from Acme.\nRole: Web Developer\nWe seek a Data Engineer, too.") == "web developer"


def test_the_level_shows_the_words_that_gave_it() -> None:
    for text, words in (
        ("Senior Data Engineer", "Senior"),
        ("Data Engineer\nYou have 3-5 years of experience.", "3-5 years"),
        ("Data Engineer\nWe welcome recent graduates.", "recent graduates"),
    ):
        level = analyze(text).level
        assert level is not None and level.evidence.text == words


def test_a_description_names_its_skills_once_each_with_evidence() -> None:
    text = "Backend Engineer: Postgres, k8s and Python. Python is key."
    assert [(skill.id, skill.name, skill.evidence.text) for skill in analyze(text).skills] == [
        ("postgresql", "PostgreSQL", "Postgres"),
        ("kubernetes", "Kubernetes", "k8s"),
        ("python", "Python", "Python"),
    ]


def test_tags_and_their_attributes_are_no_skills() -> None:
    facts = analyze('<p class="docker react"><!-- Kubernetes -->Python &amp; Go services</p>')
    assert [skill.id for skill in facts.skills] == ["python", "go"]


@pytest.mark.parametrize("text", ["", " \n\t ", "\x00\x01", "<<<<>>>>", "&&&&;;;;", "年経験 エンジニア"])
def test_a_text_that_says_nothing_gives_nothing(text: str) -> None:
    assert astuple(analyze(text)) == (None, None, ())


def test_the_age_of_the_company_and_the_length_of_a_degree_ask_for_no_experience() -> None:
    for text in (
        "We have 12 years of experience in logistics.",
        "A company with 10 years of history.",
        "A 4-year degree in engineering.",
        "A 2 years contract.",
        "You must be 18 years old, with 5 days off.",
        "Over the last 9 years in Berlin we grew.",
    ):
        assert level_of(text) is None, text


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_text_at_all_can_be_read(text: str) -> None:
    analyze(text)


@pytest.mark.parametrize("piece", JOB_DESCRIPTION_PIECES)
def test_what_stands_after_a_long_run_of_anything_is_still_read(piece: str) -> None:
    facts = analyze(repeated(piece, LONG) + "\n\nYou know Kubernetes and PostgreSQL.")
    assert {"kubernetes", "postgresql"} <= {skill.id for skill in facts.skills}
