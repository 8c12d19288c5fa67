"""The load of a plan: what it can, must and will on average do to a facility in a year."""

from fractions import Fraction

from inspections.load import Load, Share, yearly_load

DRAW = Share("drawn", ("home", "station"), (3, 11), (1, 4))
JOINT = Share("joint", ("home",), (5, 6), (1, 1))


def test_the_worked_example():
    assert yearly_load([DRAW, JOINT]) == {
        "home": Load(certain=1, most=3, average=Fraction(3, 2)),
        "station": Load(certain=0, most=2, average=Fraction(1, 2)),
    }


def test_a_draw_of_all_is_certain_each_time_and_a_line_without_months_is_one():
    assert yearly_load([Share("drawn", ("home",), (1, 2, 3), (1, 1))])["home"].certain == 3
    assert yearly_load([Share("drawn", ("home",), (), (1, 2))])["home"].most == 1
    assert yearly_load([]) == {}
