using Media.Vision.Detect;

namespace Media.Vision.Tests.Detect;

public sealed class FoundTests
{
    [Fact]
    public void A_box_is_cut_at_the_pictures_edges() =>
        Box(-10, -20, 700, 500).Within(640, 480).ShouldBe(Box(0, 0, 640, 480));

    [Fact]
    public void A_box_within_the_picture_stays_as_it_is() =>
        Box(10, 20, 30, 40).Within(640, 480).ShouldBe(Box(10, 20, 30, 40));

    [Theory]
    [InlineData(650, 10, 700, 50)]
    [InlineData(-50, 10, -1, 50)]
    [InlineData(10, 490, 50, 600)]
    [InlineData(30, 10, 20, 50)]
    [InlineData(10, 10, 10.5f, 50)]
    public void A_box_of_which_no_pixel_lies_in_the_picture_is_none(float left, float top, float right, float bottom) =>
        Box(left, top, right, bottom).Within(640, 480).ShouldBeNull();

    [Theory]
    [InlineData(float.NaN, 0, 10, 10, 0.5f)]
    [InlineData(0, 0, 10, float.NaN, 0.5f)]
    [InlineData(0, 0, 10, 10, float.NaN)]
    public void What_is_no_number_is_no_detection(float left, float top, float right, float bottom, float confidence) =>
        new Found(0, confidence, left, top, right, bottom).Within(640, 480).ShouldBeNull();

    [Fact]
    public void Endless_boxes_are_cut_too() =>
        Box(float.NegativeInfinity, 0, float.PositiveInfinity, 10).Within(640, 480).ShouldBe(Box(0, 0, 640, 10));

    [Fact]
    public void A_confidence_over_one_is_one() =>
        new Found(0, 1.0000001f, 0, 0, 10, 10).Within(640, 480)!.Value.Confidence.ShouldBe(1);

    [Fact]
    public void Overlap_is_the_shared_area_over_the_whole()
    {
        Box(0, 0, 10, 10).Overlap(Box(0, 0, 10, 10)).ShouldBe(1);
        Box(0, 0, 10, 10).Overlap(Box(5, 0, 15, 10)).ShouldBe(1 / 3f, 1e-6f);
        Box(0, 0, 10, 10).Overlap(Box(2, 2, 7, 7)).ShouldBe(0.25f, 1e-6f);
        Box(0, 0, 10, 10).Overlap(Box(10, 0, 20, 10)).ShouldBe(0);
        Box(0, 0, 10, 10).Overlap(Box(50, 50, 60, 60)).ShouldBe(0);
    }

    private static Found Box(float left, float top, float right, float bottom) => new(0, 0.5f, left, top, right, bottom);
}
