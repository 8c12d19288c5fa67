"""Tables, one noun a file. ``ALL`` is every table in the order in which they can be created."""

from supervision.database import Table
from supervision.models.accounts import Account, DeviceToken, Invitation
from supervision.models.annual_results import AnnualResult, AnnualSheet
from supervision.models.area_facts import AreaFact
from supervision.models.areas import Area
from supervision.models.authorities import Authority, Department, NumberSeries, Setting
from supervision.models.cases import Case, CaseInvolvement, CaseMove
from supervision.models.credit import Award, Fact, Listing, Objection, Penalty, ScoreSheet
from supervision.models.current_scores import CurrentScore, ScoreMove, ScoringRound
from supervision.models.documents import Document, PublicNotice
from supervision.models.draws import (
    BeaconEntry,
    Draw,
    DrawChange,
    DrawEvent,
    DrawLook,
    SaltShare,
    ShortageForecast,
)
from supervision.models.facilities import (
    Facility,
    FacilityEvent,
    ImportBatch,
    ImportDoubt,
    Operator,
    OperatorLink,
)
from supervision.models.indicators import IndicatorReport
from supervision.models.inspectors import (
    Expert,
    Inspector,
    InspectorAbsence,
    InspectorTie,
    ParticularsRequest,
    Recusal,
)
from supervision.models.operations import AuditEntry, JobRun
from supervision.models.plans import (
    InspectionItem,
    ItemList,
    ItemProposal,
    Plan,
    PlanChange,
    PlanLine,
    Task,
    TaskInspector,
    TaskTarget,
)
from supervision.models.publications import PublishedRecord, Release
from supervision.models.recognition import ExchangeFile, ExchangePartner, ForeignEntry
from supervision.models.rectifications import Rectification, RectificationReport
from supervision.models.recusals import RecusalRequest
from supervision.models.rehearsals import Rehearsal, RuleText
from supervision.models.repairs import CreditRepair
from supervision.models.visits import (
    Evidence,
    Finding,
    Result,
    Signature,
    Visit,
    VisitAnswer,
    VisitEvidence,
    VisitMember,
)

ALL: tuple[type[Table], ...] = (
    Area,
    Authority,
    Department,
    Setting,
    NumberSeries,
    Operator,
    Facility,
    OperatorLink,
    FacilityEvent,
    ImportBatch,
    ImportDoubt,
    Inspector,
    InspectorAbsence,
    InspectorTie,
    ParticularsRequest,
    Expert,
    Recusal,
    Account,
    Invitation,
    DeviceToken,
    ItemList,
    ItemProposal,
    InspectionItem,
    Plan,
    PlanLine,
    PlanChange,
    Task,
    TaskTarget,
    TaskInspector,
    Draw,
    SaltShare,
    ShortageForecast,
    BeaconEntry,
    DrawChange,
    DrawEvent,
    DrawLook,
    Case,
    CaseMove,
    CaseInvolvement,
    RecusalRequest,
    Visit,
    VisitMember,
    VisitAnswer,
    Evidence,
    VisitEvidence,
    Signature,
    Finding,
    Result,
    Rectification,
    RectificationReport,
    Fact,
    ScoreSheet,
    CurrentScore,
    ScoreMove,
    ScoringRound,
    RuleText,
    Rehearsal,
    Award,
    Penalty,
    Listing,
    Objection,
    CreditRepair,
    ExchangePartner,
    ExchangeFile,
    ForeignEntry,
    IndicatorReport,
    AreaFact,
    AnnualResult,
    AnnualSheet,
    Document,
    PublicNotice,
    Release,
    PublishedRecord,
    AuditEntry,
    JobRun,
)
