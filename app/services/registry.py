"""Every service under one roof, made once and handed to pages and routes."""

from __future__ import annotations

from dataclasses import dataclass

from peewee import Database

from app.config import Settings
from app.domain.taxonomy import Taxonomy
from app.services import tokens
from app.services.accounts import Accounts
from app.services.bank import Bank
from app.services.clock import Clock, utc_now
from app.services.dashboard import Dashboard
from app.services.grading import Grading
from app.services.health import Health
from app.services.interviews import Interviews
from app.services.job_descriptions import JobDescriptions
from app.services.mail import CodeSender, SmtpSender, TerminalSender
from app.services.personal_data import PersonalData
from app.services.profiles import Profiles
from app.services.speech import Speech
from app.services.taxonomy import load_taxonomy
from serving.client import Models


@dataclass(frozen=True, slots=True)
class Services:
    """The use cases of the house."""

    accounts: Accounts
    bank: Bank
    dashboard: Dashboard
    health: Health
    interviews: Interviews
    job_descriptions: JobDescriptions
    personal_data: PersonalData
    profiles: Profiles
    speech: Speech
    taxonomy: Taxonomy


def build_services(
    settings: Settings, database: Database, models: Models, clock: Clock = utc_now
) -> Services:
    """Wire the services to a database that is open and to models that may still be starting."""
    taxonomy = load_taxonomy()
    bank = Bank(database)
    profiles = Profiles(database, taxonomy, settings.uploads_dir, clock)
    interviews = Interviews(database, bank, Grading(models), taxonomy, clock)
    return Services(
        accounts=Accounts(database, _sender(settings), tokens.load_secret(settings.secret_file), clock),
        bank=bank,
        dashboard=Dashboard(interviews, profiles, clock),
        health=Health(database, models),
        interviews=interviews,
        job_descriptions=JobDescriptions(taxonomy),
        personal_data=PersonalData(database, profiles, interviews),
        profiles=profiles,
        speech=Speech(models),
        taxonomy=taxonomy,
    )


def _sender(settings: Settings) -> CodeSender:
    if settings.smtp_url is None:
        return TerminalSender()
    return SmtpSender(settings.smtp_url.get_secret_value(), settings.mail_from)
