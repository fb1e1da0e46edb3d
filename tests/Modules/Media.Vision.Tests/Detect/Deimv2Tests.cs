using Media.Vision.Detect;
using Media.Vision.Tests.Sample;

namespace Media.Vision.Tests.Detect;

public sealed class Deimv2Tests
{
    [Fact]
    public void What_it_is_sure_enough_of_is_read_with_its_class_and_box()
    {
        using var labels = HandMade.Longs([7, 0, 79], 1, 3);
        using var boxes = HandMade.Floats([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], 1, 3, 4);
        using var scores = HandMade.Floats([0.39f, 0.4f, 0.9f], 1, 3);

        var found = new Deimv2().Read([labels, boxes, scores], HandMade.Picture(416, 640, 480), 0.4f);

        found.ShouldBe([new Found(0, 0.4f, 5, 6, 7, 8), new Found(79, 0.9f, 9, 10, 11, 12)]);
    }

    [Fact]
    public void What_it_is_not_sure_of_at_all_is_left_out()
    {
        using var labels = HandMade.Longs([7], 1, 1);
        using var boxes = HandMade.Floats([1, 2, 3, 4], 1, 1, 4);
        using var scores = HandMade.Floats([float.NaN], 1, 1);

        new Deimv2().Read([labels, boxes, scores], HandMade.Picture(416, 640, 480), 0).ShouldBeEmpty();
    }

    [Fact]
    public void It_is_fed_red_first_from_0_to_1_and_the_pictures_true_size()
    {
        var picture = HandMade.Picture(2, 640, 480);
        picture.Pixels[3] = 255;
        picture.Pixels[4] = 51;

        var inputs = new Deimv2().Feed(picture);

        inputs.Count.ShouldBe(2);
        inputs[0].GetTensorTypeAndShape().Shape.ShouldBe([1, 3, 2, 2]);
        inputs[0].GetTensorDataAsSpan<float>().ToArray().ShouldBe([0, 1, 0, 0, 0, 0.2f, 0, 0, 0, 0, 0, 0], 1e-6);
        inputs[1].GetTensorTypeAndShape().Shape.ShouldBe([1, 2]);
        inputs[1].GetTensorDataAsSpan<long>().ToArray().ShouldBe([640, 480]);
        inputs[0].Dispose();
        inputs[1].Dispose();
    }
}
