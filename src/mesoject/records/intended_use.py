"""What the software is for and what it is not: one text, shown word for word wherever it must stand."""

INTENDED_USE = (
    "This open-source software helps licensed clinicians record, check and document scar care of the leg. "
    "It shows published rules with their source and strength, and measures photographs with a stated error. "
    "It does not diagnose, does not replace clinical judgement, and is not for use by patients to decide on "
    "treatment or in emergencies. It has not been cleared or CE-marked as a medical device by its authors. "
    "Intradermal delivery of hyaluronic acid, vitamin C, peptides or PRP into leg scars is off-label or unlicensed "
    "in many countries; benefit for leg scars has not been shown in controlled trials; scars cannot be removed. "
    "Whoever deploys it is responsible for local regulatory status, clinical validation and data protection."
)
