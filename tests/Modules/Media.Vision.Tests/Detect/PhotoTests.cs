using Media.Vision.Contracts;
using Media.Vision.Tests.Sample;

namespace Media.Vision.Tests.Detect;

/// <summary>Photos whose content people have looked at: a model sees what is there, where it is.</summary>
public sealed class PhotoTests(Eyes eyes)
{
    /// <summary>Photo, its main thing, and roughly where that is: left, top, right and bottom in pixels.</summary>
    public static TheoryData<string, string, int, int, int, int> MainThings => new()
    {
        { "000000000139.jpg", "tv", 5, 166, 155, 264 },
        { "000000000285.jpg", "bear", 0, 70, 580, 637 },
        { "000000000632.jpg", "bed", 2, 284, 397, 478 },
        { "000000000724.jpg", "stop sign", 122, 71, 256, 229 },
        { "000000000785.jpg", "person", 280, 44, 497, 388 },
        { "000000000802.jpg", "refrigerator", 239, 183, 410, 530 },
        { "000000000885.jpg", "tennis racket", 400, 269, 479, 312 },
        { "000000001000.jpg", "person", 264, 94, 357, 418 },
        { "000000001268.jpg", "person", 494, 88, 640, 426 },
        { "000000001296.jpg", "cell phone", 298, 143, 374, 270 },
    };

    [Theory]
    [MemberData(nameof(MainThings))]
    public async Task Each_family_sees_the_main_thing_where_it_is(string photo, string label, int left, int top, int right, int bottom)
    {
        var box = new Box(left, top, right - left, bottom - top);
        var path = Places.Shared("photos", photo);

        var one = Nearest(await eyes.See("deimv2-femto", path), label, box);
        var other = Nearest(await eyes.See("yolox-nano", path), label, box);

        Overlap(one.Box, box).ShouldBeGreaterThan(0.8);
        Overlap(other.Box, box).ShouldBeGreaterThan(0.8);
        Overlap(one.Box, other.Box).ShouldBeGreaterThan(0.75);
        one.Confidence.ShouldBeGreaterThan(0.6);
        other.Confidence.ShouldBeGreaterThan(0.6);
    }

    [Fact]
    public async Task Three_bears_of_plush_are_told_from_a_living_one()
    {
        var plush = await eyes.See("yolox-nano", Places.Shared("photos", "000000000776.jpg"));
        plush.Detections.Select(d => d.Label).ShouldBe(["teddy bear", "teddy bear", "teddy bear"]);
        plush.Detections.Select(d => d.Category).Distinct().ShouldBe(["indoor"]);

        var living = await eyes.See("deimv2-femto", Places.Shared("photos", "000000000285.jpg"));
        living.Detections.ShouldHaveSingleItem().Category.ShouldBe("animal");
    }

    [Fact]
    public async Task The_cat_that_comes_with_the_repository_is_a_cat()
    {
        var seen = await eyes.See("deimv2-femto", Places.Cat);

        seen.Model.ShouldBe("deimv2-femto");
        seen.Version.ShouldBe("c6ad358f7501");
        (seen.Width, seen.Height).ShouldBe((451, 300));
        seen.Elapsed.ShouldBeInRange(0.0001, 60);
        var cat = seen.Detections.ShouldHaveSingleItem();
        (cat.Label, cat.Category).ShouldBe(("cat", "animal"));
        cat.Confidence.ShouldBeGreaterThan(0.8);
        Overlap(cat.Box, new Box(0, 0, 420, 299)).ShouldBeGreaterThan(0.9);
    }

    [Fact]
    public async Task Every_answer_is_in_order_and_within_the_picture()
    {
        foreach (var path in Directory.EnumerateFiles(Places.Shared("photos"), "*.jpg"))
        {
            foreach (var model in (string[])["deimv2-femto", "deimv2-atto", "yolox-nano"])
            {
                var seen = await eyes.See(model, path, minConfidence: 0.05);

                seen.Detections.Count.ShouldBeGreaterThan(0);
                seen.Detections.Select(d => d.Confidence).ShouldBe(seen.Detections.Select(d => d.Confidence).OrderDescending());
                foreach (var detection in seen.Detections)
                {
                    detection.Confidence.ShouldBeInRange(0.05, 1);
                    ShouldLieIn(detection.Box, seen.Width, seen.Height);
                    ShouldLieIn(detection.RelativeBox, 1, 1);
                    (detection.RelativeBox.X * seen.Width).ShouldBe(detection.Box.X, 0.02);
                    (detection.RelativeBox.Height * seen.Height).ShouldBe(detection.Box.Height, 0.02);
                }
            }
        }
    }

    internal static double Overlap(Box one, Box other)
    {
        var across = Math.Min(one.X + one.Width, other.X + other.Width) - Math.Max(one.X, other.X);
        var down = Math.Min(one.Y + one.Height, other.Y + other.Height) - Math.Max(one.Y, other.Y);
        var shared = Math.Max(0, across) * Math.Max(0, down);
        return shared / ((one.Width * one.Height) + (other.Width * other.Height) - shared);
    }

    private static void ShouldLieIn(Box box, double width, double height)
    {
        box.X.ShouldBeGreaterThanOrEqualTo(0);
        box.Y.ShouldBeGreaterThanOrEqualTo(0);
        box.Width.ShouldBeGreaterThan(0);
        box.Height.ShouldBeGreaterThan(0);
        (box.X + box.Width).ShouldBeLessThanOrEqualTo(width + 1e-9);
        (box.Y + box.Height).ShouldBeLessThanOrEqualTo(height + 1e-9);
    }

    private static Detection Nearest(DetectionManifest seen, string label, Box box)
    {
        var named = seen.Detections.Where(d => d.Label == label).ToList();
        named.ShouldNotBeEmpty($"{seen.Model} sees {string.Join(", ", seen.Detections.Select(d => d.Label))}");
        return named.MaxBy(d => Overlap(d.Box, box))!;
    }
}
