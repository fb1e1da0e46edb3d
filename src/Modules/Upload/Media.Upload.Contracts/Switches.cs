namespace Media.Upload.Contracts;

/// <summary>What one upload switches against its preset; null leaves the preset's word.</summary>
/// <param name="Renditions"><c>on</c>, <c>off</c>, or the names of the wanted renditions with commas between.</param>
/// <param name="Detect">Whether objects are detected.</param>
/// <param name="Transcode">Whether video is transcoded.</param>
/// <param name="Enhance">Whether pictures are enhanced.</param>
public sealed record Switches(string? Renditions = null, bool? Detect = null, bool? Transcode = null, bool? Enhance = null);
