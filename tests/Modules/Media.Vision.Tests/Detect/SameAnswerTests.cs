using Media.Vision.Contracts;
using Media.Vision.Tests.Sample;
using NetVips;

namespace Media.Vision.Tests.Detect;

/// <summary>The same picture gives the same answer: again, side by side, and whichever way it lies in its file.</summary>
public sealed class SameAnswerTests(Eyes eyes)
{
    [Theory]
    [InlineData("deimv2-femto")]
    [InlineData("yolox-nano")]
    public async Task Side_by_side_it_is_the_same_to_the_last_digit(string model)
    {
        var first = await eyes.See(model, Places.Cat, minConfidence: 0.05);

        var others = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => eyes.See(model, Places.Cat, minConfidence: 0.05)));

        first.Detections.Count.ShouldBeGreaterThan(0);
        foreach (var other in others)
        {
            other.Detections.ShouldBe(first.Detections);
        }
    }

    [Theory]
    [InlineData("deimv2-femto")]
    [InlineData("yolox-nano")]
    public async Task However_a_picture_lies_in_its_file_its_boxes_are_those_of_the_upright_one(string model)
    {
        using var folder = new EmptyFolder();
        var upright = await eyes.See(model, Places.Cat);
        upright.Detections.Count.ShouldBe(1);

        for (var orientation = 1; orientation <= 8; orientation++)
        {
            var path = folder.At($"{orientation}.png");
            WriteLying(Places.Cat, path, orientation);

            ShouldBeAlike(await eyes.See(model, path), upright, pixels: 6, confidence: 0.05);
        }
    }

    [Theory]
    [InlineData("deimv2-femto", 0.1)]
    [InlineData("deimv2-atto", 0.3)]
    public async Task A_camera_that_was_held_otherwise_changes_nothing(string model, double minConfidence)
    {
        var upright = await eyes.See(model, Places.Shared("media", "images", "orientation-1.jpg"), minConfidence);
        upright.Detections.Count.ShouldBeGreaterThan(0);

        for (var orientation = 2; orientation <= 8; orientation++)
        {
            var seen = await eyes.See(model, Places.Shared("media", "images", $"orientation-{orientation}.jpg"), minConfidence - 0.03);

            ShouldBeAlike(seen, upright, pixels: 6, confidence: 0.03);
        }
    }

    /// <summary>Every thing of the first is in the second, in the same place.</summary>
    private static void ShouldBeAlike(DetectionManifest seen, DetectionManifest upright, double pixels, double confidence)
    {
        (seen.Width, seen.Height).ShouldBe((upright.Width, upright.Height));
        foreach (var thing in upright.Detections)
        {
            var same = seen.Detections.Where(d => d.Label == thing.Label).MinBy(d => Math.Abs(d.Box.X - thing.Box.X) + Math.Abs(d.Box.Y - thing.Box.Y)).ShouldNotBeNull();
            same.Confidence.ShouldBe(thing.Confidence, confidence);
            same.Box.X.ShouldBe(thing.Box.X, pixels);
            same.Box.Y.ShouldBe(thing.Box.Y, pixels);
            same.Box.Width.ShouldBe(thing.Box.Width, pixels);
            same.Box.Height.ShouldBe(thing.Box.Height, pixels);
        }
    }

    /// <summary>Writes the picture as a camera held that way stores it: the pixels lie otherwise, and the tag says how to put them right.</summary>
    private static void WriteLying(string from, string to, int orientation)
    {
        using var upright = Image.NewFromFile(from, memory: true);
        using var lying = orientation switch
        {
            2 => upright.FlipHor(),
            3 => upright.Rot180(),
            4 => upright.FlipVer(),
            5 => upright.Rot90().FlipHor(),
            6 => upright.Rot270(),
            7 => upright.Rot270().FlipHor(),
            8 => upright.Rot90(),
            _ => upright.Copy(),
        };
        using var tagged = lying.Mutate(fields => fields.Set(GValue.GIntType, "orientation", orientation));
        tagged.Pngsave(to);
    }
}
