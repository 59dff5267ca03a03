namespace AdjointKit.Kernels.Factorizations;

/// <summary>
/// Rotations of rows, collected and then applied many at once: a strip of columns stays in the cache while all of them pass over it, and the team shares the strips.
/// A complex row is a real one of twice the length.
/// </summary>
internal sealed unsafe class Rotations : ITeamWork
{
    internal const int Capacity = 8192;

    private const nint StripLength = 64;

    private readonly Rotation[] list = new Rotation[Capacity];
    private int count;
    private double* rows;
    private nint length;

    /// <summary>Says what is rotated: rows of so many doubles. Null: nothing, for who wants values only.</summary>
    internal void Start(double* first, nint doubles)
    {
        rows = first;
        length = doubles;
        count = 0;
    }

    /// <summary>row[one] = c row[one] + s row[other], row[other] = c row[other] - s row[one].</summary>
    internal void Add(nint one, nint other, double c, double s, ThreadTeam team)
    {
        if (rows is null || (s == 0 && c == 1)) return;
        list[count++] = new Rotation(one, other, c, s);
        if (count == Capacity) Apply(team);
    }

    internal void Apply(ThreadTeam team)
    {
        if (count == 0) return;
        nint strips = (length + StripLength - 1) / StripLength;
        team.Run(this, (nint)count * length < 1 << 15 ? 1 : (int)Math.Min(strips, team.Threads));
        count = 0;
    }

    public void Execute(int part, int parts)
    {
        nint strips = (length + StripLength - 1) / StripLength;
        for (nint strip = strips * part / parts; strip < strips * (part + 1) / parts; strip++)
        {
            nint first = strip * StripLength;
            nint doubles = Math.Min(StripLength, length - first);
            for (int k = 0; k < count; k++)
            {
                ref Rotation rotation = ref list[k];
                RealElements.Rotate(rotation.Cosine, rotation.Sine, rows + (rotation.One * length) + first, rows + (rotation.Other * length) + first, doubles);
            }
        }
    }

    /// <summary>The rotation that takes (f, g) to (r, 0).</summary>
    internal static double Of(double f, double g, out double c, out double s)
    {
        if (g == 0)
        {
            (c, s) = (1, 0);
            return f;
        }

        double r = double.Hypot(f, g);
        (c, s) = (f / r, g / r);
        return r;
    }

    private readonly record struct Rotation(nint One, nint Other, double Cosine, double Sine);
}
