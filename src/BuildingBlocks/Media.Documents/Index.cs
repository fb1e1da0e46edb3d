using System.Linq.Expressions;

namespace Media.Documents;

/// <summary>
/// A declared index: the only way to find documents other than by id. Documents whose last field is null are not in it.
/// </summary>
/// <typeparam name="T">The documents.</typeparam>
public sealed class Index<T> where T : class, IDocument
{
    /// <param name="name">Unique in the collection, camelCase letters.</param>
    /// <param name="fields">
    /// Members of the document (<c>d =&gt; d.Tenant</c>): text, whole numbers, truth values or times. All but the last are asked for by equality,
    /// the last by equality or range, and gives the order; ties are ordered by id.
    /// </param>
    public Index(string name, params Expression<Func<T, object?>>[] fields) : this(name, unique: false, fields)
    {
    }

    private Index(string name, bool unique, Expression<Func<T, object?>>[] fields)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfZero(fields.Length);
        Name = name;
        IsUnique = unique;
        Fields = [.. fields.Select(f => PathOf(f.Body))];
    }

    public string Name { get; }

    public bool IsUnique { get; }

    /// <summary>JSON member names, camelCase, in order.</summary>
    public IReadOnlyList<string> Fields { get; }

    /// <summary>An index that refuses a second document with the same values, unless the last of them is null.</summary>
    public static Index<T> Unique(string name, params Expression<Func<T, object?>>[] fields) => new(name, unique: true, fields);

    /// <summary>The documents whose first fields have these values, ordered by the field that follows them.</summary>
    public Query<T> Where(params object[] equal) => new(this, equal);

    /// <exception cref="ArgumentException">It is not a direct member of the document.</exception>
    internal static string PathOf(Expression field)
    {
        var body = field is UnaryExpression { NodeType: ExpressionType.Convert } convert ? convert.Operand : field;
        return body is MemberExpression { Expression: ParameterExpression } member
            ? System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(member.Member.Name)
            : throw new ArgumentException($"{field} does not name a member of the document", nameof(field));
    }
}

/// <summary>What to find by an index, in which order, how much of it.</summary>
/// <param name="Index">A declared index of the collection.</param>
/// <param name="Equal">Values of the index's first fields, none to all of them.</param>
public sealed record Query<T>(Index<T> Index, IReadOnlyList<object> Equal) where T : class, IDocument
{
    /// <summary>Least value of the field after <see cref="Equal"/>, itself included.</summary>
    public object? From { get; init; }

    /// <summary>Greatest value of the field after <see cref="Equal"/>, itself included.</summary>
    public object? To { get; init; }

    /// <summary>Highest first; ties by id, highest first too.</summary>
    public bool Descending { get; init; }

    /// <summary>1 to 500.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>The cursor of the page before, or null for the first page.</summary>
    public string? After { get; init; }
}
