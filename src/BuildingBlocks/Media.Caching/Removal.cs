namespace Media.Caching;

/// <summary>What is removed: one key, all that carries a tag, or everything.</summary>
internal readonly record struct Removal(RemovalKind Kind, string Name)
{
    public static Removal Everything { get; } = new(RemovalKind.Everything, "");

    public static Removal OfKey(string key) => new(RemovalKind.Key, key);

    public static Removal OfTag(string tag) => new(RemovalKind.Tag, tag);

    /// <summary>As it travels: a letter and the name.</summary>
    public override string ToString() => $"{(char)Kind}{Name}";

    /// <summary>Null where it is none: another version may say what this one does not know.</summary>
    public static Removal? Parse(string text) =>
        text.Length > 0 && Enum.IsDefined((RemovalKind)text[0]) ? new Removal((RemovalKind)text[0], text[1..]) : null;
}

internal enum RemovalKind
{
    Everything = '*',
    Key = 'k',
    Tag = 't',
}
