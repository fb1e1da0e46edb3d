using Media.Vision.Detect;
using Media.Vision.Tests.Sample;

namespace Media.Vision.Tests.Detect;

public sealed class YoloxTests
{
    private const int Classes = 2;
    private const int Row = 5 + Classes;

    // 64 pixels a side: 8 × 8 cells of 8, then 4 × 4 of 16, then 2 × 2 of 32.
    private const int Side = 64;
    private const int Rows = 64 + 16 + 4;

    [Theory]
    [InlineData(0, 3, 2, 8)]
    [InlineData(64, 1, 3, 16)]
    [InlineData(80, 1, 0, 32)]
    public void A_row_is_decoded_on_the_stride_of_its_grid(int grid, int x, int y, int stride)
    {
        var rows = Empty();
        Put(rows, grid + (y * (Side / stride)) + x, 0.25f, 0.75f, MathF.Log(0.5f), MathF.Log(2), 0.9f, 0.1f, 0.8f);

        var found = Yolox.Decode(rows, Row, HandMade.Picture(Side, Side, Side), 0.3).ShouldHaveSingleItem();

        found.Class.ShouldBe(1);
        found.Confidence.ShouldBe(0.72f, 1e-5f);
        ShouldBeAt(found, ((x + 0.25f) * stride) - (stride / 4f), ((y + 0.75f) * stride) - stride, ((x + 0.25f) * stride) + (stride / 4f), ((y + 0.75f) * stride) + stride);
    }

    [Fact]
    public void Boxes_are_brought_from_the_letterbox_to_the_picture()
    {
        // 200 × 100 fitted into 64 × 64 takes the upper 32 rows.
        var picture = HandMade.Picture(Side, 200, 100, filledWidth: 64, filledHeight: 32);
        var rows = Empty();
        Put(rows, (2 * 8) + 4, 0, 0, MathF.Log(4), MathF.Log(2), 1, 1, 0);

        var found = Yolox.Decode(rows, Row, picture, 0.3).ShouldHaveSingleItem();

        ShouldBeAt(found, 16 * 200 / 64f, 8 * 100 / 32f, 48 * 200 / 64f, 24 * 100 / 32f);
    }

    [Theory]
    [InlineData(0.5f, 0.5f, 0)]
    [InlineData(0.2f, 1f, 0)]
    [InlineData(1f, 0.2f, 0)]
    [InlineData(float.NaN, 1f, 0)]
    [InlineData(1f, float.NaN, 0)]
    [InlineData(0.6f, 0.51f, 1)]
    public void Confidence_is_of_something_times_of_its_class(float something, float ofClass, int expected)
    {
        var rows = Empty();
        Put(rows, 0, 0, 0, 0, 0, something, ofClass, 0);

        Yolox.Decode(rows, Row, HandMade.Picture(Side, Side, Side), 0.3).Count.ShouldBe(expected);
    }

    [Fact]
    public void Neighbouring_cells_that_see_the_same_thing_give_one_detection()
    {
        var rows = Empty();
        Put(rows, 9, 0.5f, 0.5f, MathF.Log(3), MathF.Log(3), 0.9f, 0.9f, 0);
        Put(rows, 10, -0.4f, 0.5f, MathF.Log(3), MathF.Log(3), 0.8f, 0.9f, 0);
        using var output = HandMade.Floats(rows, 1, Rows, Row);

        var found = new Yolox().Read([output], HandMade.Picture(Side, Side, Side), 0.3).ShouldHaveSingleItem();

        found.Confidence.ShouldBe(0.81f, 1e-5f);
    }

    [Fact]
    public void It_is_fed_blue_first_from_0_to_255()
    {
        var picture = HandMade.Picture(2, 2, 2);
        picture.Pixels[3] = 10;
        picture.Pixels[4] = 20;
        picture.Pixels[5] = 255;

        using var planes = new Yolox().Feed(picture).ShouldHaveSingleItem();

        planes.GetTensorTypeAndShape().Shape.ShouldBe([1, 3, 2, 2]);
        planes.GetTensorDataAsSpan<float>().ToArray().ShouldBe([0, 255, 0, 0, 0, 20, 0, 0, 0, 10, 0, 0]);
    }

    private static float[] Empty() => new float[Rows * Row];

    private static void Put(float[] rows, int row, params float[] values) => values.CopyTo(rows, row * Row);

    private static void ShouldBeAt(Found found, float left, float top, float right, float bottom)
    {
        found.Left.ShouldBe(left, 1e-3f);
        found.Top.ShouldBe(top, 1e-3f);
        found.Right.ShouldBe(right, 1e-3f);
        found.Bottom.ShouldBe(bottom, 1e-3f);
    }
}
