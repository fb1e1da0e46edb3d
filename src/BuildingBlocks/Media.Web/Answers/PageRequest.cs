using System.ComponentModel.DataAnnotations;
using FastEndpoints;
using Media.Documents;

namespace Media.Web;

/// <summary>What every request for a list takes; records of such requests inherit it.</summary>
public abstract record PageRequest
{
    /// <summary>How many items at most.</summary>
    [QueryParam]
    [Range(1, 500)]
    public int Limit { get; init; } = 50;

    /// <summary>The <c>next</c> of the page before; without it, the first page.</summary>
    [QueryParam]
    public string? After { get; init; }
}

/// <summary>Reads pages as lists answer them: <c>{ "items": […], "next": cursor or null }</c>.</summary>
public static class Pages
{
    /// <summary>A page of what a query finds; null where the cursor is not one of this query's: answer <see cref="ProblemCode.CursorInvalid"/>.</summary>
    public static async Task<Page<T>?> Page<T>(this IDocuments<T> documents, Query<T> query, PageRequest page, CancellationToken stop)
        where T : class, IDocument
    {
        try
        {
            return await documents.Query(query with { Limit = page.Limit, After = page.After }, stop);
        }
        catch (ArgumentException) when (page.After is not null)
        {
            return null;
        }
    }

    /// <summary>The same page, of what clients see.</summary>
    public static Page<TTo> Of<TFrom, TTo>(this Page<TFrom> page, Func<TFrom, TTo> to) => new([.. page.Items.Select(to)], page.Next);
}
