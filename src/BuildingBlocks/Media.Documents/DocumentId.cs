namespace Media.Documents;

/// <summary>What an id may be. Ids are made by the product, so one that breaks this is a bug.</summary>
internal static class DocumentId
{
    public static void Check(string id)
    {
        if (id.Length is 0 or > 200 || id.Any(char.IsControl))
        {
            throw new ArgumentException("an id must be 1 to 200 characters, none of them a control character", nameof(id));
        }
    }
}
