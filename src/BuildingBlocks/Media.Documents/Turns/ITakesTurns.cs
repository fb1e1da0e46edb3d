namespace Media.Documents.Turns;

/// <summary>A document of a tenant's that asks others for something, at once where little is asked for, else when its turn comes.</summary>
public interface ITakesTurns : IDocument
{
    string Tenant { get; }

    /// <summary>The kinds of what is asked for and not answered.</summary>
    IReadOnlyList<string> Outstanding { get; }
}
