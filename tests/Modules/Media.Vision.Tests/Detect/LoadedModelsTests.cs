using System.Security.Cryptography;
using Media.Vision.Detect;
using Media.Vision.Models;
using Media.Vision.Tests.Sample;
using Media.Web;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Media.Vision.Tests.Detect;

public sealed class LoadedModelsTests : IAsyncDisposable
{
    private readonly EmptyFolder folder = new();
    private readonly Lazy<ServiceProvider> services;

    public LoadedModelsTests() => services = new Lazy<ServiceProvider>(() => Eyes.Services(
        new ConfigurationBuilder().AddInMemoryCollection([new(ModelsFolder.Setting, folder.Path)]).Build()));

    private string Place => folder.At("deimv2-femto.onnx");

    private static string Carried => Path.Combine(Places.Models, "deimv2-femto.onnx");

    [Fact]
    public async Task Without_a_model_the_answer_says_how_to_get_one()
    {
        var refusal = (await Find(null)).Refusal.ShouldNotBeNull();

        refusal.Code.ShouldBe(ProblemCode.ModelMissing);
        refusal.Detail.ShouldContain("media models pull deimv2-femto");
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("fsrcnn-x2")]
    [InlineData("../deimv2-femto")]
    public async Task A_name_of_no_detector_is_answered_with_those_there_are(string name)
    {
        var refusal = (await Find(name)).Refusal.ShouldNotBeNull();

        refusal.Code.ShouldBe(ProblemCode.ModelUnknown);
        refusal.Detail.ShouldContain("deimv2-femto, deimv2-atto, yolox-nano");
    }

    [Fact]
    public async Task A_model_that_is_installed_while_the_process_runs_is_there_for_the_next_who_asks()
    {
        (await Find(null)).Model.ShouldBeNull();

        File.Copy(Carried, Place);

        var model = (await Find(null)).Model.ShouldNotBeNull();
        (await Find("deimv2-femto")).Model.ShouldBeSameAs(model);
    }

    [Fact]
    public async Task A_file_of_another_length_is_not_loaded()
    {
        await File.WriteAllBytesAsync(Place, (await File.ReadAllBytesAsync(Carried, Stop))[..^1], Stop);

        (await Find(null)).Refusal.ShouldNotBeNull().Detail.ShouldContain("not the one that the catalog names");
    }

    [Fact]
    public async Task A_file_with_one_bit_turned_is_not_loaded_until_the_right_one_is_put_there()
    {
        var bytes = await File.ReadAllBytesAsync(Carried, Stop);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(Place, bytes, Stop);
        (await Find(null)).Refusal.ShouldNotBeNull().Code.ShouldBe(ProblemCode.ModelMissing);
        (await Find(null)).Refusal.ShouldNotBeNull().Detail.ShouldContain("not the one that the catalog names");

        File.Copy(Carried, Place, overwrite: true);

        (await Find(null)).Model.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_file_with_the_right_digest_that_is_no_model_is_a_refusal_and_no_crash()
    {
        byte[] text = [.. "this is no model"u8];
        await File.WriteAllBytesAsync(Place, text, Stop);
        await File.WriteAllTextAsync(folder.At("catalog.json"), $$"""
            { "models": [ { "name": "deimv2-femto", "job": "detect", "family": "deimv2", "file": "deimv2-femto.onnx", "bytes": {{text.Length}},
              "sha256": "{{Convert.ToHexStringLower(SHA256.HashData(text))}}", "width": 416, "height": 416, "labels": "coco-80.csv",
              "licence": "MIT", "licenceFile": "mine.txt", "source": "" } ] }
            """, Stop);

        (await Find(null)).Refusal.ShouldNotBeNull().Detail.ShouldContain("cannot be loaded");
    }

    public async ValueTask DisposeAsync()
    {
        if (services.IsValueCreated)
        {
            await services.Value.DisposeAsync();
        }

        folder.Dispose();
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Task<ModelAnswer> Find(string? name) => services.Value.GetRequiredService<LoadedModels>().Find(name, Stop);
}
