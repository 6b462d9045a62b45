"""Texts that the corpus tests share."""

import pytest

ITALIAN = (
    "Il consiglio comunale ha approvato ieri sera il nuovo piano dei trasporti.\n\n"
    "Secondo l'assessora, il piano ridurrà il traffico nel centro della città del 20% in tre anni."
    " I commercianti non sono convinti.\n\n"
    "La giunta presenterà il bilancio entro la fine dell'anno."
)
ENGLISH = (
    "The city council approved the new transport plan last night.\n\n"
    "According to the councillor, the plan will cut traffic in the city centre by 20% in three"
    " years. Shopkeepers are not convinced.\n\n"
    "The executive will present its budget by the end of the year."
)


@pytest.fixture
def italian() -> str:
    return ITALIAN


@pytest.fixture
def english() -> str:
    return ENGLISH
