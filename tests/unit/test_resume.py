"""A résumé's text gives skills with evidence, projects, and years and titles of work."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.profile import Experience, Level, Project
from app.domain.resume import ResumeFacts, read_resume
from app.domain.resume_layout import Section, normalize_resume, split_sections
from app.services.taxonomy import load_taxonomy
from benchmarks.reading import LONG, RESUME_PIECES, repeated

TODAY = date(2024, 6, 15)

RESUME = """JANE DOE
jane@doe.com | github.com/jane/django-tricks

W O R K  E X P E R I E N C E
Acme Corp   Jan 2020 – Present
Senior Software Engineer
● Built micro-
services in Go and Python
● Moved them to Kubernetes, led a team of 4
Beta Ltd, Junior Developer (03/2018 - 02/2020)
\uf0b7 Wrote Java

Projects
Chat App | React, Node.js | Jan 2023 – Mar 2023
- Real-time messages for a long list of rooms that wraps
onto another line
- Runs in Docker
Ray Tracer (C++)
- Fast
Weather Bot: tells the weather, in Rust and PostgreSQL

Education
BSc Computer Science, 2013 - 2017

Technical Skills: Python, Go, PostgreSQL
Hobbies
Angular bookshelves
"""


def read(text: str) -> ResumeFacts:
    return read_resume(text, load_taxonomy(), TODAY)


def worked(*lines: str) -> Experience:
    return read("\n".join(("Experience", *lines))).experience


def test_skills_come_from_everywhere_but_addresses_and_hobbies() -> None:
    assert [skill.id for skill in read(RESUME).skills] == [
        *("microservices", "go", "python", "kubernetes", "java", "react", "nodejs", "docker", "cpp", "rust"),
        "postgresql",
    ]


def test_evidence_lies_in_the_normalised_text() -> None:
    text = normalize_resume(RESUME)
    skills = read(RESUME).skills
    assert all(text[s.evidence.start : s.evidence.end] == s.evidence.text for s in skills)
    assert skills[0].evidence.text == "microservices"


def test_projects_have_a_name_a_description_and_a_tech_stack() -> None:
    assert read(RESUME).projects == (
        Project(
            "Chat App",
            "Real-time messages for a long list of rooms that wraps onto another line\nRuns in Docker",
            ("React", "Node.js", "Docker"),
        ),
        Project("Ray Tracer", "Fast", ("C++",)),
        Project("Weather Bot", "tells the weather, in Rust and PostgreSQL", ("Rust", "PostgreSQL")),
    )


def test_each_bullet_is_a_project_where_all_lines_are_bullets() -> None:
    projects = read("Projects:\n• Shop – a store in Django\n• Blog – a blog in Flask\nwith SQLite").projects
    assert [(p.name, p.tech_stack) for p in projects] == [
        ("Shop", ("Django",)),
        ("Blog", ("Flask", "SQLite")),
    ]


def test_a_labelled_line_tells_about_the_project_above_it() -> None:
    (project,) = read("Projects\nShop (2021)\n• A store\n• Sells tea\nTechnologies used: Django").projects
    assert (project.name, project.tech_stack) == ("Shop", ("Django",))


def test_a_line_broken_by_the_page_goes_on_with_the_point_above_it() -> None:
    lines = (
        "Shop",
        "• Stores all orders of the shop in a database that is called",
        "PostgreSQL",
        "• Sells tea",
    )
    (project,) = read("\n".join(("Projects", *lines))).projects
    assert project.description.endswith("called PostgreSQL\nSells tea")


def test_empty_lines_part_projects() -> None:
    projects = read("PROJECTS\nShop\nA store written in Django.\n\nBlog, 2021\nA blog in Flask.").projects
    assert [(p.name, p.description) for p in projects] == [
        ("Shop", "A store written in Django."),
        ("Blog", "A blog in Flask."),
    ]


def test_experience_adds_up_and_counts_an_overlap_once() -> None:
    assert read(RESUME).experience == Experience(
        level=Level.SENIOR,
        years=round(76 / 12, 1),  # March 2018 to June 2024
        roles=("Senior Software Engineer", "Junior Developer"),
    )


@pytest.mark.parametrize(
    ("written", "months"),
    [
        ("Jan 2020 - Dec 2020", 12),
        ("January 2020 – March 2020", 3),
        ("Sept. 2019 to Oct. 2019", 2),
        ("03/2018 - 02/2020", 24),
        ("2018.03 – 2018.08", 6),
        ("2021-01 – 2021-03", 3),
        ("2018 - 2020", 24),
        ("2019 – 2019", 6),
        ("Nov 2019 - 2020", 2),
        ("Nov '19 — Jan '20", 3),
        ("June 2023 - Present", 13),
        ("2023 - now", 18),
        ("Jan 2024 – Dec 2030", 6),
    ],
)
def test_date_ranges_are_read_as_people_write_them(written: str, months: int) -> None:
    assert worked(f"Engineer, Acme {written}").years == round(months / 12, 1)


@pytest.mark.parametrize(
    "written", ["Jan 2020 - Jan 2019", "2030 - 2031", "12345-2020", "13/2020 - 14/2020", "2020"]
)
def test_what_is_no_past_range_adds_nothing(written: str) -> None:
    assert worked(f"Engineer, Acme {written}").years is None


@pytest.mark.parametrize(
    ("years", "level"),
    [
        ("Jan 2024 - Mar 2024", Level.FRESHER),
        ("2022 - 2023", Level.JUNIOR),
        ("2020 - 2023", Level.MID),
        ("2017 - 2023", Level.SENIOR),
    ],
)
def test_the_level_follows_from_the_years(years: str, level: Level) -> None:
    assert worked(f"Engineer {years}").level is level


def test_a_title_is_found_on_above_or_below_its_dates() -> None:
    assert worked("Data Analyst, Acme, 2019 - 2020").roles == ("Data Analyst",)
    assert worked("QA Engineer II", "2019 - 2020", "• Worked with a Data Scientist").roles == (
        "QA Engineer II",
    )
    assert worked("Acme 2019 - 2020", "Web Developer", "Beta 2017 - 2019", "PHP Developer").roles == (
        "Web Developer",
        "PHP Developer",
    )


def test_study_and_hobby_years_are_no_experience() -> None:
    experience = read("Education\nBSc 2014 - 2018\nProjects\nShop 2016 - 2018\n• Django").experience
    assert experience == Experience(level=Level.FRESHER, years=None, roles=())


def test_without_dates_the_years_in_the_opening_count() -> None:
    experience = read("Jo Li\nBackend developer with 4+ years of experience\nEducation\nBSc").experience
    assert (experience.level, experience.years) == (Level.MID, 4.0)


def test_a_text_without_sections_gives_skills_and_no_guess_about_experience() -> None:
    facts = read("I know Python and SQL")
    assert [skill.id for skill in facts.skills] == ["python", "sql"]
    assert (facts.projects, facts.experience) == ((), Experience())


def test_extracted_text_is_made_plain() -> None:
    raw = "pro\ufb01le\r\nde\u00advelop-\nment\u00a0 of\u200b it\n\n\n\n● one\n– 2\no Three\n* four\nA-\nB"
    assert normalize_resume(raw) == (
        "profile\ndevelopment of it\n\n\u2022 one\n\u2022 2\n\u2022 Three\n\u2022 four\nA-\nB"
    )


def test_headings_are_known_in_capitals_spelt_out_and_with_a_colon() -> None:
    text = normalize_resume("Jo\nS K I L L S\nx\n= Work History =\ny\nEDUCATION:\nz\nTalks: C\nHobbies: tea")
    assert [(part.section, part.lines) for part in split_sections(text)] == [
        (Section.HEAD, ("Jo",)),
        (Section.SKILLS, ("x",)),
        (Section.EXPERIENCE, ("y",)),
        (Section.EDUCATION, ("z", "Talks: C")),
        (Section.PRIVATE, (" tea",)),
    ]


@given(
    st.text(alphabet=st.sampled_from("aB-\n\r \t\u2022\u00ad\ufb01o*.:-1") | st.characters(), max_size=200)
)
@settings(max_examples=300, deadline=None)
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalize_resume(text)
    assert normalize_resume(once) == once


@given(
    st.lists(st.sampled_from([*RESUME.split("\n"), "• ", "Experience", "Projects", "2020 - 2021", ":", " "]))
)
@settings(max_examples=100, deadline=None)
def test_lines_in_any_order_can_be_read(lines: list[str]) -> None:
    read("\n".join(lines))


@pytest.mark.parametrize("piece", RESUME_PIECES)
def test_what_stands_after_a_long_run_of_anything_is_still_read(piece: str) -> None:
    facts = read(f"Projects\n{repeated(piece, LONG)}\n\nTechnical Skills: Kubernetes, PostgreSQL")
    assert {"kubernetes", "postgresql"} <= {skill.id for skill in facts.skills}
