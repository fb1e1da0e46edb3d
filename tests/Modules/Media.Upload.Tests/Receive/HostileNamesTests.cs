using System.Net;
using System.Text;
using System.Text.Json;
using Media.Testing;
using Media.Upload.Contracts;
using Media.Upload.Tests.Sample;

namespace Media.Upload.Tests.Receive;

public sealed class HostileNamesTests(UploadHost host)
{
    private static readonly byte[] Unknown = [0, 1, 2, 3];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Names => new()
    {
        { "../../../../etc/passwd", "passwd" },
        { "..\\..\\windows\\win.ini", "win.ini" },
        { "C:\\Users\\me\\holiday", "holiday" },
        { "/etc/passwd", "passwd" },
        { "....//....//etc/passwd", "passwd" },
        { "a\0b", "ab" },
        { "\0", "upload" },
        { "a\r\nSet-Cookie: x=1\r\n", "aSet-Cookie: x=1" },
        { "a\u001b[31mred", "a[31mred" },
        { "photo\u202egpj.exe", "photogpj.exe" },
        { "\u2066\u2069\u200e\u200f\u202a\u202c", "upload" },
        { "\ufeffzero\u200bwidth", "zerowidth" },
        { "line\u2028and\u2029paragraph", "lineandparagraph" },
        { "", "upload" },
        { " ", "upload" },
        { ".", "upload" },
        { "..", "upload" },
        { "ends in a slash/", "upload" },
        { ".htaccess", ".htaccess" },
        { "-rf", "-rf" },
        { "$(touch x)`y`|z;w&v", "$(touch x)`y`|z;w&v" },
        { "<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>" },
        { "café", "café" },
        { "名前", "名前" },
        { "\U0001F3AC", "\U0001F3AC" },
        { "\ue000private\U000F0000", "private" },
        { "{0}{{name}}%s%n", "{0}{{name}}%s%n" },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_name_is_cleaned_and_never_part_of_a_path(string name, string clean)
    {
        (await Kept(await host.Client.Send(Unknown, $"?name={Uri.EscapeDataString(name)}"))).ShouldBe(clean);
        (await Kept(await host.Client.Send(Unknown, headers: ("Content-Disposition", $"attachment; filename*=UTF-8''{Uri.EscapeDataString(name)}")))).ShouldBe(clean);
    }

    [Fact]
    public async Task A_name_of_ten_thousand_characters_is_cut_and_keeps_its_ending()
    {
        var letters = new string('x', 10_000);

        foreach (var (name, ending) in new[] { ($"{letters}.txt", "x.txt"), ($"x.{letters}", "xxx"), (letters, "xxx"), (string.Concat(Enumerable.Repeat("\U0001F3AC", 3000)) + ".txt", ".txt") })
        {
            var form = new MultipartFormDataContent();
            var part = new ByteArrayContent(Unknown);
            part.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"file\"; filename*=UTF-8''{Short(name)}").ShouldBeTrue();
            form.Add(part);

            var kept = await Kept(await host.Client.PostAsync("/v1/files", form, Stop));

            kept.Length.ShouldBeInRange(200, 255);
            kept.ShouldEndWith(ending);
            kept.EnumerateRunes().ShouldNotContain(Rune.ReplacementChar);
        }
    }

    [Theory]
    [InlineData("attachment; filename*=UTF-8''%ZZ%ff%c0%af")]
    [InlineData("attachment; filename*=nonsense''a%20b")]
    [InlineData("attachment; filename=\"=?utf-8?B?!!!?=\"")]
    [InlineData("attachment; filename=\"a\\\"b\"")]
    public async Task A_header_that_is_half_right_names_something_or_nothing(string disposition)
    {
        var answer = await host.Client.Send(Unknown, headers: ("Content-Disposition", disposition));

        if (answer.StatusCode != HttpStatusCode.BadRequest)
        {
            (await Kept(answer)).ShouldNotBeEmpty();
        }
    }

    [Theory]
    [InlineData("filename=\"\u00c3\u0028\"")]
    [InlineData("filename=\"a\0b\"")]
    [InlineData("filename=\"a\u001bb\"")]
    public async Task Bytes_that_are_no_text_in_a_header_are_refused_or_cleaned(string fileName)
    {
        using var wire = await Wire.Open(host);
        await wire.Begin("/v1/files", "Content-Length: 4", $"Content-Disposition: attachment; {fileName}");
        await wire.Write("\0\u0001\u0002\u0003");

        var answer = await wire.Answer();

        answer.ShouldMatch("^HTTP/1.1 (201|400) ");
        answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..].ShouldNotContain(c => c != '\r' && c != '\n' && char.IsControl(c));
    }

    [Fact]
    public async Task Every_name_of_the_shared_list_is_stored_and_answered_safely()
    {
        var list = Shelf.Find("media", "hostile", "names.txt");
        foreach (var line in await File.ReadAllLinesAsync(list, Stop))
        {
            var kept = await Patched($"\"{line}\"");
            if (!line.Contains("\\ud800", StringComparison.Ordinal))
            {
                var name = JsonSerializer.Deserialize<string>($"\"{line}\"")!;
                var query = $"?name={Uri.EscapeDataString(name)}";
                // What is longer than an address may be comes as a part of a form instead.
                using var form = new MultipartFormDataContent { { new StringContent(name), "name" }, { new ByteArrayContent(Unknown), "file", "other" } };
                using var answer = query.Length < 7000
                    ? await host.Client.Send(Unknown, query)
                    : await host.Client.PostAsync("/v1/files", form, Stop);
                if (answer.StatusCode == HttpStatusCode.Created)
                {
                    (await Kept(answer)).ShouldBe(kept ?? "upload");
                }
                else
                {
                    ((int)answer.StatusCode).ShouldBeOneOf(400, 415);
                }
            }
        }
    }

    // Escaped, it may not be longer than the headers of a part.
    private static string Short(string name) => name.All(char.IsAscii) ? name : Uri.EscapeDataString(name[..2000] + ".txt");

    /// <summary>Renames a file; null where nothing was left of the name.</summary>
    private async Task<string?> Patched(string jsonText)
    {
        var file = await host.Client.Store();
        using var body = new StringContent($$"""{ "name": {{jsonText}} }""", Encoding.UTF8, "application/json");
        var answer = await host.Client.PatchAsync($"/v1/files/{file.Id}", body, Stop);
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            return null;
        }

        var name = (await answer.ShouldBeFile()).Name;
        ShouldBeSafe(name);
        return name;
    }

    /// <summary>The name of a file that was stored, safe in its answer, its message and its document; its blob knows nothing of it.</summary>
    private async Task<string> Kept(HttpResponseMessage answer)
    {
        var file = await answer.ShouldBeFile(HttpStatusCode.Created);
        ShouldBeSafe(file.Name);
        answer.Headers.Location!.ToString().ShouldBe($"/v1/files/{file.Id}");
        var kept = (await host.Find(file.Id))!;
        kept.Name.ShouldBe(file.Name);
        kept.Blob.ShouldMatch($"^originals/default/{file.Id}/[0-9a-f]{{32}}$");
        (await host.Blobs.Stat(kept.Blob, Stop)).ShouldNotBeNull().Bytes.ShouldBe(Unknown.Length);
        (await host.Next<FileStored>(s => s.FileId == file.Id)).Name.ShouldBe(file.Name);
        return file.Name;
    }

    private static void ShouldBeSafe(string name)
    {
        name.Length.ShouldBeInRange(1, 255);
        name.ShouldNotContain('/');
        name.ShouldNotContain('\\');
        name.Any(c => char.IsControl(c) || c is '\u202e' or '\u200b' or '\ufeff' or '\u2028').ShouldBeFalse();
        name.Trim('.', ' ').ShouldNotBeEmpty();
    }
}
