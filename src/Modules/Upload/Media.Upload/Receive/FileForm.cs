using System.Security.Cryptography;
using System.Text;
using Media.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Media.Upload.Receive;

/// <summary>A part of a form.</summary>
/// <param name="Text">What a part other than the file says; null where it is too long to be an option.</param>
internal sealed record FormPart(string Name, string? FileName, string? Text, IHeaderDictionary Headers, Stream Content);

/// <summary>Reads multipart/form-data as it comes: nothing of it is held but short texts.</summary>
internal sealed class FileForm : IDisposable
{
    private const int LongestText = 4096;
    private const int LongestBoundary = 200;

    private readonly string? _declared;
    private readonly SHA256 _hash = SHA256.Create();
    private readonly CryptoStream? _hashed;
    private readonly Stream _body;
    private readonly MultipartReader? _reader;

    /// <param name="sha256">What the request declares as the digest of the whole form, lower-case hex, or null.</param>
    public FileForm(HttpRequest request, string? sha256)
    {
        _declared = sha256;
        _hashed = sha256 is null ? null : new CryptoStream(request.Body, _hash, CryptoStreamMode.Read, leaveOpen: true);
        _body = _hashed ?? request.Body;
        _reader = BoundaryOf(request) is { } boundary ? new MultipartReader(boundary, _body) : null;
    }

    /// <summary>The next part with a name; null after the last.</summary>
    /// <exception cref="BadHttpRequestException">It is no well-formed multipart body.</exception>
    public Task<FormPart?> Next(CancellationToken stop) => Reading(async () =>
    {
        while (_reader is not null && await _reader.ReadNextSectionAsync(stop) is { } section)
        {
            if (ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) && disposition.Name.HasValue)
            {
                return await Read(section, disposition, stop);
            }
        }

        return null;
    });

    /// <summary>What is wrong with what follows the file, or null: nothing may, or it would be passed over unread.</summary>
    public async Task<Accepted?> End(CancellationToken stop)
    {
        if (await Next(stop) is { } late)
        {
            return new Accepted(null, ProblemCode.OptionOutOfRange, $"The part {FileOptions.Shown(late.Name)} must come before the part file, which must come once.");
        }

        if (_declared is null)
        {
            return null;
        }

        await Reading(async () =>
        {
            await _body.CopyToAsync(Stream.Null, stop);
            return true;
        });
        return Convert.ToHexStringLower(_hash.Hash!) == _declared ? null : new Accepted(null, ProblemCode.DigestMismatch);
    }

    /// <summary>Does what reads the form.</summary>
    /// <exception cref="BadHttpRequestException">The form broke off.</exception>
    public static async Task<T> Reading<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw new BadHttpRequestException("the form cannot be read", broken);
        }
    }

    public void Dispose()
    {
        _hashed?.Dispose();
        _hash.Dispose();
    }

    private static async Task<FormPart> Read(MultipartSection section, ContentDispositionHeaderValue disposition, CancellationToken stop)
    {
        var name = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
        var fileName = (disposition.FileNameStar.HasValue ? disposition.FileNameStar : HeaderUtilities.RemoveQuotes(disposition.FileName)).Value;
        var text = name == "file" ? null : await TextOf(section.Body, stop);
        return new FormPart(name, fileName, text, new HeaderDictionary(section.Headers), section.Body);
    }

    private static async Task<string?> TextOf(Stream body, CancellationToken stop)
    {
        var bytes = new byte[LongestText + 1];
        var length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, stop);
        return length > LongestText ? null : Encoding.UTF8.GetString(bytes, 0, length);
    }

    private static string? BoundaryOf(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && HeaderUtilities.RemoveQuotes(type.Boundary) is { HasValue: true, Length: <= LongestBoundary } boundary
            ? boundary.Value
            : null;
}
