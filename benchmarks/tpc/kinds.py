"""What each question is: whether its rows are of one person each, and why one is refused.

Read by people, question by question. A question whose answer has a row for each person, order or
address is not aggregate and does not count; one that is refused although its answer is aggregate
says why, and which question of our own is refused for the same reason.
"""

from __future__ import annotations

# What the rows of an answer are, where each is of one person, order, offer or address.
LISTS = {
    "h": {
        2: "offers of a part, with the supplier's balance",
        3: "orders",
        10: "customers, with name and address",
        18: "orders, with the customer's name",
        20: "suppliers, chosen by their offers",
    },
    "ds": {
        **dict.fromkeys((1, 4, 11, 30, 34, 46, 68, 73, 74, 79, 81, 84, 93), "customers"),
        24: "customers, by name",
        64: "sales, with two addresses of the customer",
        78: "customers and items",
    },
}

# Why a question with an aggregate answer is refused; the golden question of tests/gate that shows.
REFUSED = {
    "h": {
        13: ("how many orders one customer has would be a group", "rows-grouped-by-household"),
        22: ("a customer's balance would choose who is counted", "arrears-chooses"),
    },
    "ds": {
        8: (
            "sales are joined with a result, by part of a postcode",
            "dataset-joined-with-a-result",
        ),
        14: ("a product is summed in rows that are put together", "product-of-rows-put-together"),
        23: ("customers are chosen by what each has spent", "rows-grouped-by-household"),
        38: ("customers are told apart by name", "name-listed"),
        54: ("what each customer has spent would be a group", "rows-grouped-by-household"),
        72: (
            "sales are joined with stock that is neither theirs nor on an agreed key",
            "another-key",
        ),
        87: ("customers are told apart by name", "name-listed"),
        97: ("customers would be matched one by one", "rows-grouped-by-household"),
    },
}
