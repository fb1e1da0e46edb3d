using Media.Vision.Detect;

namespace Media.Vision.Tests.Detect;

public sealed class SuppressionTests
{
    [Fact]
    public void Of_boxes_that_lie_over_one_another_the_surest_stays()
    {
        Found[] found = [Box(0, 0.6f, 0), Box(0, 0.9f, 1), Box(0, 0.7f, 2)];

        Suppression.Best([.. found], 0.45f).ShouldBe([found[1]]);
    }

    [Fact]
    public void Boxes_of_different_classes_do_not_suppress_one_another()
    {
        Found[] found = [Box(0, 0.9f, 0), Box(1, 0.8f, 0)];

        Suppression.Best([.. found], 0.45f).ShouldBe(found);
    }

    [Fact]
    public void Boxes_that_hardly_touch_are_two_things()
    {
        Found[] found = [Box(0, 0.9f, 0), Box(0, 0.8f, 60)];

        Suppression.Best([.. found], 0.45f).ShouldBe(found);
    }

    [Fact]
    public void What_was_suppressed_suppresses_nothing()
    {
        // The second lies over both of the others, which lie apart; the first is surest and takes it away.
        Found[] found = [Box(0, 0.9f, 0), Box(0, 0.8f, 30), Box(0, 0.7f, 60)];

        Suppression.Best([.. found], 0.45f).ShouldBe([found[0], found[2]]);
    }

    [Fact]
    public void A_picture_full_of_boxes_costs_a_bounded_number_of_comparisons()
    {
        var found = Enumerable.Range(0, 200_000).Select(i => Box(0, i / 200_000f, i * 200)).ToList();

        Suppression.Best(found, 0.45f).Count.ShouldBe(1000);
    }

    private static Found Box(int ofClass, float confidence, float left) => new(ofClass, confidence, left, 0, left + 100, 100);
}
