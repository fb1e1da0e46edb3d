using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Media.Upload.Receive;

/// <summary>A part of a form.</summary>
/// <param name="Text">What a part other than the file says; null where it is too long to be an option.</param>
internal sealed record FormPart(string Name, string? FileName, string? ContentType, string? Text, Stream Content);

/// <summary>Reads multipart/form-data as it comes: nothing of it is held but short texts.</summary>
internal sealed class FileForm(HttpRequest request)
{
    private const int LongestText = 4096;
    private const int LongestBoundary = 200;

    private readonly MultipartReader? _reader = BoundaryOf(request) is { } boundary ? new MultipartReader(boundary, request.Body) : null;

    /// <summary>The next part with a name; null after the last.</summary>
    /// <exception cref="BadHttpRequestException">It is no well-formed multipart body.</exception>
    public async Task<FormPart?> Next(CancellationToken stop)
    {
        try
        {
            while (_reader is not null && await _reader.ReadNextSectionAsync(stop) is { } section)
            {
                if (ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) && disposition.Name.HasValue)
                {
                    return await Read(section, disposition, stop);
                }
            }

            return null;
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException)
        {
            throw new BadHttpRequestException("the form cannot be read", broken);
        }
    }

    private static async Task<FormPart> Read(MultipartSection section, ContentDispositionHeaderValue disposition, CancellationToken stop)
    {
        var name = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
        var fileName = (disposition.FileNameStar.HasValue ? disposition.FileNameStar : HeaderUtilities.RemoveQuotes(disposition.FileName)).Value;
        var text = name == "file" ? null : await TextOf(section.Body, stop);
        return new FormPart(name, fileName, section.ContentType, text, section.Body);
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
