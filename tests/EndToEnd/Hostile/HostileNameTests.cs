using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Media.EndToEnd.Tests.Client;
using Media.EndToEnd.Tests.Hosting;
using Media.Testing;

namespace Media.EndToEnd.Tests.Hostile;

/// <summary>Names made to leave folders, end headers or run as script.</summary>
public sealed class HostileNameTests(SharedHost shared)
{
    private static readonly string[] Own =
        ["../../etc/passwd", "/etc/passwd", "a\r\nSet-Cookie: b=c.txt", "<script>alert(1)</script>.txt", "a\0b.txt", "..", ".", " ", "nul", "a\u202Egpj.exe", new('n', 5000), "💾.txt"];

    private readonly CancellationToken _stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Names_are_kept_or_refused_and_never_a_path_or_a_header()
    {
        foreach (var name in Own)
        {
            await TryName(name);
        }
    }

    [Fact]
    public async Task So_are_the_names_of_the_hostile_collection()
    {
        foreach (var line in await File.ReadAllLinesAsync(Shelf.Find("media", "hostile", "names.txt"), _stop))
        {
            if (Decoded(line) is { } name)
            {
                await TryName(name);
            }
        }
    }

    // One of them is half of a surrogate pair, which no text of .NET's can be read from.
    private static string? Decoded(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<string>($"\"{line}\"");
        }
        catch (JsonException) when (line.StartsWith("\\ud", StringComparison.OrdinalIgnoreCase) || line.Contains("\\ud8", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }
    }

    private async Task TryName(string name)
    {
        using var answer = await shared.Api.Post("hello"u8.ToArray(), name, "text/plain", _stop);
        if (answer.StatusCode != HttpStatusCode.Created)
        {
            ((int)answer.StatusCode).ShouldBeInRange(400, 499, name);
            (await answer.Content.ReadFromJsonAsync<Problem>(_stop))!.Code.ShouldNotBeEmpty();
            return;
        }

        var file = (await answer.Content.ReadFromJsonAsync<StoredFile>(_stop))!;
        using var content = await shared.Api.Http.GetAsync(new Uri($"/v1/files/{file.Id}/content?download", UriKind.Relative), _stop);
        content.StatusCode.ShouldBe(HttpStatusCode.OK, name);
        content.Headers.Contains("Set-Cookie").ShouldBeFalse();
        content.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        (await content.Content.ReadAsStringAsync(_stop)).ShouldBe("hello");
    }
}
