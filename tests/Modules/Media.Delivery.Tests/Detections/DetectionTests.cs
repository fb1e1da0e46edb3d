using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Media.Delivery.Tests.Sample;
using Media.Vision.Contracts;

namespace Media.Delivery.Tests.Detections;

public sealed class DetectionTests(DeliveryHost host)
{
    [Fact]
    public async Task There_are_none_until_the_step_is_done()
    {
        var file = await SampleFile.Publish(host);

        using var answer = await host.Client.Ask($"{file.Address}/detections");

        await answer.ShouldBeProblem(HttpStatusCode.NotFound, "detections_not_found");
    }

    [Fact]
    public async Task They_are_answered_as_the_manifest_has_them_without_its_schema()
    {
        var file = await SampleFile.Publish(host);
        var cat = new Detection("cat", "animal", 0.93, new Box(10, 20, 30.5, 40), new Box(0.1, 0.2, 0.305, 0.4));
        var manifest = await file.DeriveManifest(host, "d1", new DetectionManifest("deimv2-femto", "0123456789ab", 100, 100, 0.012, [cat]));
        await host.Publish(file.Said with { Revision = 2, Detections = manifest });

        using var answer = await host.Client.Ask($"{file.Address}/detections");
        var json = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        json.EnumerateObject().Select(m => m.Name).ShouldBe(["model", "version", "width", "height", "elapsed", "detections"]);
        json.GetProperty("model").GetString().ShouldBe("deimv2-femto");
        var found = json.GetProperty("detections")[0];
        found.GetProperty("label").GetString().ShouldBe("cat");
        found.GetProperty("confidence").GetDouble().ShouldBe(0.93);
        found.GetProperty("box").GetProperty("width").GetDouble().ShouldBe(30.5);
        found.GetProperty("relativeBox").GetProperty("x").GetDouble().ShouldBe(0.1);
    }

    [Fact]
    public async Task A_picture_in_which_nothing_was_found_has_detections_of_nothing()
    {
        var file = await SampleFile.Publish(host);
        var manifest = await file.DeriveManifest(host, "d1", new DetectionManifest("deimv2-femto", "0123456789ab", 100, 100, 0.012, []));
        await host.Publish(file.Said with { Revision = 2, Detections = manifest });

        using var answer = await host.Client.Ask($"{file.Address}/detections");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
