namespace Media.Imaging.Svg;

/// <summary>
/// How many elements a drawing draws once every reference is followed. Ten parts that each use the one before ten times draw 10^9 from a kilobyte;
/// a part that uses itself never ends.
/// </summary>
internal sealed class SvgWeight
{
    private const long Most = 500_000;

    private readonly Dictionary<string, Part> byId = new(StringComparer.Ordinal);
    private readonly Stack<Part> open = new();
    private readonly Part root = new();

    public bool InStyle => open.TryPeek(out var part) && part.IsStyle;

    public void Enter(string name, string? id)
    {
        var part = new Part { IsStyle = name == "style" };
        (open.TryPeek(out var parent) ? parent : root).Parts.Add(part);
        open.Push(part);
        if (id is not null)
        {
            byId.TryAdd(id, part);
        }
    }

    public void Leave() => open.Pop();

    public void Refer(IEnumerable<string> ids)
    {
        if (open.TryPeek(out var part))
        {
            part.Uses.AddRange(ids);
        }
    }

    public bool IsTooMuch() => Weigh(root) > Most;

    // Depth is bounded by nesting for the parts themselves, and by the number of ids for references: on a stack of its own.
    private long Weigh(Part first)
    {
        var pending = new Stack<Part>([first]);
        while (pending.TryPeek(out var part))
        {
            if (part.Weight is not null)
            {
                pending.Pop();
                continue;
            }

            var needs = part.Parts.Concat(part.Uses.Select(id => byId.GetValueOrDefault(id)).OfType<Part>());
            if (!part.Opened)
            {
                part.Opened = true;
                foreach (var need in needs.Where(need => need.Weight is null))
                {
                    if (need.Opened)
                    {
                        // It is being weighed already: it uses itself.
                        return long.MaxValue;
                    }

                    pending.Push(need);
                }

                continue;
            }

            part.Weight = needs.Aggregate(1L, (sum, need) => Math.Min(Most + 1, sum + (need.Weight ?? Most)));
            pending.Pop();
        }

        return first.Weight ?? 0;
    }

    private sealed class Part
    {
        public bool IsStyle { get; init; }

        public List<Part> Parts { get; } = [];

        public List<string> Uses { get; } = [];

        public bool Opened { get; set; }

        public long? Weight { get; set; }
    }
}
