"""Words of job titles: abbreviations, spellings, forms for women and men, levels, boilerplate.

The tables are editorial. They hold only what every reader of a résumé knows and what means the same
in every trade; short forms that differ between trades ("PT", "PA") are left to O*NET's own job
titles.
"""

from __future__ import annotations

from typing import Final

__all__ = [
    "GENERAL_WORKERS",
    "HALF_LEVELS",
    "LEVELS",
    "MANAGERS",
    "PHRASES",
    "STOP_WORDS",
    "TOOLS",
    "UNRELATED",
    "WRITTEN_OUT",
]


def _table(text: str) -> dict[str, str]:
    pairs = (line.split(":") for line in text.strip().splitlines())
    return {short.strip(): long.strip() for shorts, long in pairs for short in shorts.split(",")}


WRITTEN_OUT: Final = _table(
    """
    dev: developer
    eng, engr: engineer
    jr, jnr: junior
    sr, snr: senior
    mgr, mngr: manager
    mgmt: management
    tech: technician
    rep: representative
    asst, assist, asstnt: assistant
    assoc: associate
    spec, splst: specialist
    coord: coordinator
    supv, supvr, supr: supervisor
    supt: superintendent
    oper, op, optr: operator
    instr: instructor
    prof: professor
    secy: secretary
    sgt: sergeant
    mktg: marketing
    acctg, acctng: accounting
    cust: customer
    equip: equipment
    constr: construction
    whse: warehouse
    proj: project
    prod: production
    sys: system
    info: information
    transp: transportation
    dept: department
    govt: government
    natl: national
    intl: international
    elem: elementary
    sped: special education
    ta: teaching assistant
    devel: development
    dir: director
    exec: executive
    admin: administrator
    acct: accountant
    ops: operations
    svc, svcs: service
    maint: maintenance
    mfg: manufacturing
    mech: mechanic
    elec: electrical
    ed: education
    pharm: pharmacy
    lab: laboratory
    math, maths: mathematics
    hr: human resources
    hrbp: human resources business partner
    chro: chief human resources officer
    ehs, hse: environmental health safety
    tsa: transportation security
    av: audio visual
    it: information technology
    qa: quality assurance
    qc: quality control
    bi: business intelligence
    ml: machine learning
    mle: machine learning engineer
    ds: data scientist
    swe, sde: software engineer
    sdet: software quality assurance tester
    ux: user experience
    ui: user interface
    pmo: project management
    soc: information security
    rn: registered nurse
    cpa: certified public accountant
    cdl: commercial truck driver
    lcsw: licensed clinical social worker
    pe: physical education
    vp, svp, evp, avp: vice president
    cyber: cybersecurity
    frontend: front end
    backend: back end
    fullstack: full stack
    helpdesk: help desk
    revops: revenue operations
    devsecops: devops security
    ios, android: mobile software
    lorry: truck
    hgv, lgv: heavy truck
    solicitor, barrister, counsel: lawyer
    counsellor: counselor
    adviser: advisor
    labourer: laborer
    labour: labor
    centre: center
    programme: program
    jewellery, jewelry: jewelry
    jeweller: jeweler
    tyre: tire
    aluminium: aluminum
    paediatrician: pediatrician
    paediatric: pediatric
    anaesthetist: anesthesiologist
    gynaecologist: gynecologist
    orthopaedic: orthopedic
    physiotherapist, physio: physical therapist
    speciality: specialty
    specialised: specialized
    organisation: organization
    organisational: organizational
    aeroplane: airplane
    joiner: carpenter
    realtor: real estate agent
    vet: veterinarian
    lorryman, trucker: truck driver
    mailman, postman, postwoman: mail carrier
    longshoreman, docker: dock worker
    policeman, policewoman: police officer
    fireman, firewoman: firefighter
    waitress: waiter
    actress: actor
    stewardess, steward: flight attendant
    barman, barmaid: bartender
    hostess: host
    salesman, saleswoman, saleslady: salesperson
    businessman, businesswoman: business owner
    chairman, chairwoman: chairperson
    foreman, forewoman: supervisor
    repairman, serviceman: repairer
    cameraman, camerawoman: camera operator
    craftsman, craftswoman: craft worker
    fisherman, fisherwoman: fisher
    handywoman: handyman
    linewoman: lineman
    masseuse, masseur: massage therapist
    childminder: child care provider
    carer: caregiver
    chiropodist: podiatrist
    dietician: dietitian
    radiographer: radiologic technologist
    beautician: cosmetologist
    gp: family physician
    hca: nursing assistant
    np, arnp, aprn: nurse practitioner
    rph: pharmacist
    bcba: behavior analyst
    ccma: medical assistant
    msw: social worker
    psw: personal support worker
    ot: occupational therapy
    psych: psychiatric
    headteacher, headmaster, headmistress: school principal
    tefl, tesol, esol: english second language
    tiler: tile setter
    draughtsman, draughtsperson, draughtswoman: drafter
    groundsman: groundskeeper
    storeman, storekeeper: stock clerk
    dustman, binman: garbage collector
    conveyancer: title examiner
    newsreader: news anchor
    operative: worker
    minicab: taxi
    inputter: entry keyer
    postdoc, postdoctoral: research scientist
    curate, vicar: clergy
    undertaker: mortician
    infantryman: infantry
    bursar: business manager
    ifa: independent personal financial advisor
    pcso: community police officer
    senco: special education coordinator
    odp: operating room technician
    rgn: registered nurse
    rmn: psychiatric nurse
    cota: certified occupational therapy assistant
    pta: physical therapist assistant
    sen: special education
    groundworker: construction laborer
    ks1, ks2: elementary school
    ks3, ks4, ks5: secondary school
    petrol: gasoline
    uber, lyft: rideshare
    """
)
"""Map words of titles to what they stand for, in American spelling.

Forms for women become the common one.
"""

PHRASES: Final = _table(
    """
    mech engineer, mech engineering: mechanical engineer
    mech designer, mech drafter: mechanical drafter
    chem engineer: chemical engineer
    teacher assistant, teacher aide, teacher helper, classroom assistant: teaching assistant
    admin coordinator: administrative coordinator
    admin specialist: administrative specialist
    admin secretary: administrative secretary
    admin clerk: administrative clerk
    admin support: administrative support
    admin officer: administrative officer
    estate agent: real estate agent
    letting agent, letting negotiator: leasing agent
    shop assistant, sales assistant: retail sales associate
    till operator, checkout operator, checkout assistant: cashier
    shelf stacker: stocker
    picker packer: order filler
    cabin crew, air hostess: flight attendant
    cleaning lady: house cleaner
    call center agent, call center operator: customer service representative
    call center representative: customer service representative
    town planner: urban planner
    quantity surveyor: cost estimator
    general practitioner: family physician
    junior doctor, medical resident: resident physician
    ward manager, ward sister: nurse manager
    staff nurse: registered nurse
    theatre nurse: operating room nurse
    health visitor: public health nurse
    healthcare assistant: nursing assistant
    care assistant, care worker: personal care aide
    registered nurse icu: critical care nurse
    prison guard, prison officer: correctional officer
    traffic warden: parking enforcement officer
    police constable: police officer
    detective constable: detective
    legal executive: paralegal
    nursery school teacher, nursery teacher: preschool teacher
    nursery nurse: child care worker
    head teacher: school principal
    deputy head: assistant principal
    sen teacher: special education teacher
    kitchen porter: dishwasher
    crew member: fast food crew member
    military police: military police officer
    admin assistant, administrator assistant: administrative assistant
    office administrator: administrative assistant
    account assistant, account clerk: accounting clerk
    ap clerk, ap specialist: account payable clerk
    ar clerk, ar specialist: account receivable clerk
    purchase ledger clerk: account payable clerk
    sale ledger clerk: account receivable clerk
    bank clerk, bank cashier: bank teller
    lift engineer, lift mechanic: elevator mechanic
    car mechanic, motor mechanic: automotive mechanic
    panel beater: auto body repairer
    refuse collector, bin man: garbage collector
    train driver: locomotive engineer
    lollipop lady, lollipop man: crossing guard
    beauty therapist: cosmetologist
    power bi: business intelligence
    1st line support, 1st line helpdesk, 1st line help desk: help desk
    2nd line support, 2nd line helpdesk, 2nd line help desk: help desk
    first line support, first line helpdesk, first line help desk: help desk
    second line support, second line helpdesk, second line help desk: help desk
    forward deployed: solution software
    hospital porter, theatre porter: orderly
    door supervisor: bouncer
    digger driver, digger operator: excavator operator
    maintenance fitter: industrial machinery mechanic
    mortgage advisor, mortgage consultant: mortgage loan officer
    supply teacher: substitute teacher
    class teacher, form teacher: classroom teacher
    learning support assistant: special education teaching assistant
    mot tester: vehicle inspector
    gas engineer, heating engineer, boiler engineer: heating mechanic
    ground worker: construction laborer
    steel fixer: rebar worker
    call center advisor, contact center advisor: customer service representative
    contact center agent: customer service representative
    tsa agent, tsa officer: transportation security officer
    pt assistant: physical therapist assistant
    pt aide: physical therapist aide
    ot assistant: occupational therapy assistant
    environmental health officer: environmental health inspector
    year 1, year 2, year 3, year 4, year 5, year 6: elementary school
    first grade: 1st grade
    second grade: 2nd grade
    third grade: 3rd grade
    fourth grade: 4th grade
    fifth grade: 5th grade
    sixth grade: 6th grade
    seventh grade: 7th grade
    eighth grade: 8th grade
    """
)
"""Map phrases to the usual American name."""

TOOLS: Final = _table(
    """
    java, python, golang, kotlin, scala, cobol, c++, c#, net, perl: software
    springboot, django, hibernate, microservice, j2ee: software
    react, angular, vue, javascript, typescript, css, html, wordpress, drupal: web
    php, laravel, nodejs, magento, shopify: web
    tableau, looker, qlik, qlikview, microstrategy, cognos: business intelligence
    excel: data
    snowflake, redshift, databricks, hadoop, spark, kafka, etl, informatica: data
    oracle, postgresql, postgres, mysql, mongodb, mssql: database
    aws, azure, gcp, openstack: cloud
    kubernetes, terraform, jenkins, ansible: cloud
    linux, unix, vmware, citrix: system
    cisco, juniper, ccna, ccnp: network
    selenium, cypress: software test
    workday, peoplesoft, sap: computer system
    gpu, fpga, asic, vlsi: computer hardware
    autocad, revit, solidworks: design
    """
)
"""Map products and languages to the kind of work that they indicate."""

LEVELS: Final = {
    **dict.fromkeys(("intern", "internship", "trainee", "graduate"), "intern"),
    **dict.fromkeys(("junior", "entry", "i", "1"), "junior"),
    **dict.fromkeys(("mid", "intermediate", "ii", "2"), "mid"),
    **dict.fromkeys(("senior", "iii", "3", "iv", "4", "experienced"), "senior"),
    **dict.fromkeys(("level", "tier", "grade", "certified", "licensed", "v", "5", "vi"), ""),
}
"""Map words for levels to their level; empty if the word means nothing by itself."""

HALF_LEVELS: Final = {
    "lead": "lead",
    "principal": "principal",
    "staff": "staff",
    "head": "head",
    "chief": "chief",
    "vice": "vice president",
    "president": "vice president",
    "director": "director",
    "associate": "junior",
    "master": "",
    "journeyman": "",
    "apprentice": "intern",
    "regional": "",
    "global": "",
    "general": "",
}
"""Map words that name either a level or the work to the level."""

# fmt: off
MANAGERS: Final = frozenset(
    {"chief", "dean", "director", "head", "manager", "owner", "president", "principal"}
)
"""Words for those who manage a department or an organisation."""

GENERAL_WORKERS: Final = MANAGERS | {
    "adjunct", "analyst", "assistant", "associate", "consultant", "coordinator", "faculty",
    "instructor", "leader", "lecturer", "officer", "professor", "representative",
    "specialist", "superintendent", "supervisor", "teacher", "team", "tutor", "visiting",
}
"""Words for workers of any trade; an aside names the trade: "Coordinator, Events"."""

UNRELATED: Final = frozenset({
    "animal", "batter", "battery", "career", "corner", "county", "general", "humane",
    "important", "intern", "internal", "international", "lather", "mentor", "mineral", "nursery",
    "organ", "organic", "organist", "party", "pastor", "physic", "police", "policy", "port",
    "porter", "servant", "state", "static", "station", "story", "tailor", "transition", "united",
})
"""Words whose stem is that of words with another meaning: "policy" and "police"."""

STOP_WORDS: Final = frozenset({
    "a", "an", "and", "as", "at", "bsc", "bsn", "by", "company", "corp", "de", "eit", "for", "from",
    "in", "inc", "la", "llc", "mba", "msc", "of", "on", "or", "phd", "pmp", "the", "to", "with",
})
# fmt: on
"""Words without meaning for the work."""
