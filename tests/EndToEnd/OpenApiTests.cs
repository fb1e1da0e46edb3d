using System.Text;
using System.Text.Json;
using Media.EndToEnd.Tests.Hosting;
using Media.Testing;
using Media.Testing.Description;

namespace Media.EndToEnd.Tests;

/// <summary>
/// The interface's description: generated, and compared with the copy that reviewers see change.
/// Every answer of the other tests is held to it as well.
/// </summary>
public sealed class OpenApiTests(SharedHost shared)
{
    private readonly CancellationToken _stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_description_is_the_stored_copy() =>
        await Should.NotThrowAsync(StoredDescription.Compare(await Text(), SourceTree.At("docs", "openapi.json"), _stop));

    [Fact]
    public async Task Every_operation_says_what_it_takes_and_what_it_answers()
    {
        var described = new Described(JsonSerializer.Deserialize<JsonElement>(await Text()));
        described.Operations.Count().ShouldBeGreaterThan(15);
        described.Operations.SelectMany(o => Faults(o.Method, o.Path, o.Operation)).ShouldBeEmpty();
    }

    private static IEnumerable<string> Faults(string method, string path, JsonElement operation)
    {
        var name = $"{method} {path}";
        if (!operation.TryGetProperty("summary", out var summary) || string.IsNullOrWhiteSpace(summary.GetString()))
        {
            yield return $"{name} has no summary";
        }

        string[] parameters = operation.TryGetProperty("parameters", out var all)
            ? [.. all.EnumerateArray().Where(p => p.GetProperty("in").ValueEquals("path")).Select(p => p.GetProperty("name").GetString()!)]
            : [];
        foreach (var parameter in path.Split('{').Skip(1).Select(p => p.Split('}')[0]).Except(parameters))
        {
            yield return $"{name} does not describe {parameter}";
        }

        var answers = operation.GetProperty("responses").EnumerateObject().Select(r => r.Name).ToArray();
        if (!answers.Any(a => a[0] is '2' or '3'))
        {
            yield return $"{name} does not say what it answers";
        }

        if (path.StartsWith("/v1/", StringComparison.Ordinal) && !answers.Any(a => a[0] == '4'))
        {
            yield return $"{name} names no problem";
        }
    }

    private async Task<string> Text() => Encoding.UTF8.GetString(await shared.Api.Bytes("/openapi/v1.json", _stop));
}
