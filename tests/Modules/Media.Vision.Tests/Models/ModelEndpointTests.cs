using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Media.Vision.Tests.Sample;

namespace Media.Vision.Tests.Models;

[Collection("host")]
public sealed class ModelEndpointTests(VisionHost host)
{
    [Fact]
    public async Task The_detectors_are_listed_with_their_licences_and_which_are_installed()
    {
        var models = (await Get("/v1/models")).GetProperty("items").EnumerateArray().ToList();

        models.Select(m => m.GetProperty("name").GetString()).ShouldBe(["deimv2-femto", "deimv2-atto", "yolox-nano"]);
        models.Select(m => m.GetProperty("installed").GetBoolean()).ShouldBe([true, false, false]);
        models.Select(m => m.GetProperty("default").GetBoolean()).ShouldBe([true, false, false]);
        models.ShouldAllBe(m => m.GetProperty("licence").GetString() == "Apache-2.0");
    }

    [Fact]
    public async Task The_labels_of_a_model_are_listed_also_where_it_is_not_installed()
    {
        foreach (var query in (string[])["", "?model=yolox-nano"])
        {
            var labels = (await Get("/v1/labels" + query)).GetProperty("labels");

            labels.GetArrayLength().ShouldBe(80);
            labels[15].GetProperty("name").GetString().ShouldBe("cat");
            labels[15].GetProperty("category").GetString().ShouldBe("animal");
        }

        (await host.Client.GetAsync("/v1/labels?model=fsrcnn-x2", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private async Task<JsonElement> Get(string address) => await host.Client.GetFromJsonAsync<JsonElement>(address, TestContext.Current.CancellationToken);
}
