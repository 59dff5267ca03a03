using System.Runtime.Intrinsics;

namespace AdjointKit.Kernels.Factorizations;

/// <summary>
/// Rotations of rows, collected and then applied many at once: a strip of columns stays in the cache while all of them pass over it, and the team shares the strips. Most
/// rotations begin with the row that the one before ended with, which stays in registers. A complex row is a real one of twice the length.
/// </summary>
internal sealed unsafe class Rotations : ITeamWork
{
    private const int Capacity = 8192;

    /// <summary>The doubles of a strip: four registers of 256 bits.</summary>
    private const int StripLength = 16;

    private readonly Rotation[] list = new Rotation[Capacity];
    private int count;
    private double* rows;
    private nint length;
    private nint stride;

    private nint Strips => (length + StripLength - 1) / StripLength;

    /// <summary>From a row to the next so that rows of a strip lie in different sets of a cache: an odd number of lines of eight doubles.</summary>
    internal static nint StrideOf(nint doubles)
    {
        nint lines = (doubles + 7) / 8;
        return 8 * (lines | 1);
    }

    /// <summary>Says what is rotated: rows of so many doubles, <see cref="StrideOf"/> apart. Null: nothing, for who wants values only.</summary>
    internal void Start(double* first, nint doubles)
    {
        rows = first;
        length = doubles;
        stride = StrideOf(doubles);
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
        team.Run(this, (nint)count * length < 1 << 15 ? 1 : (int)Math.Min(Strips, team.Threads));
        count = 0;
    }

    public void Execute(int part, int parts)
    {
        for (nint strip = Strips * part / parts; strip < Strips * (part + 1) / parts; strip++)
        {
            nint first = strip * StripLength;
            if (first + StripLength <= length) RotateStrip(rows + first);
            else RotateRest(rows + first, length - first);
        }
    }

    private void RotateStrip(double* first)
    {
        Vector256<double> x0 = default, x1 = default, x2 = default, x3 = default;
        double* carried = null;
        ReadOnlySpan<Rotation> rotations = list.AsSpan(0, count);
        foreach (ref readonly Rotation rotation in rotations)
        {
            double* one = first + (rotation.One * stride);
            double* other = first + (rotation.Other * stride);
            if (one != carried)
            {
                if (carried is not null) Store(carried, x0, x1, x2, x3);
                x0 = Vector256.Load(one);
                x1 = Vector256.Load(one + 4);
                x2 = Vector256.Load(one + 8);
                x3 = Vector256.Load(one + 12);
            }

            Vector256<double> c = Vector256.Create(rotation.Cosine);
            Vector256<double> s = Vector256.Create(rotation.Sine);
            Vector256<double> y0 = Vector256.Load(other);
            Vector256<double> y1 = Vector256.Load(other + 4);
            Vector256<double> y2 = Vector256.Load(other + 8);
            Vector256<double> y3 = Vector256.Load(other + 12);
            Vector256.FusedMultiplyAdd(c, x0, s * y0).Store(one);
            Vector256.FusedMultiplyAdd(c, x1, s * y1).Store(one + 4);
            Vector256.FusedMultiplyAdd(c, x2, s * y2).Store(one + 8);
            Vector256.FusedMultiplyAdd(c, x3, s * y3).Store(one + 12);
            x0 = Vector256.FusedMultiplyAdd(c, y0, -(s * x0));
            x1 = Vector256.FusedMultiplyAdd(c, y1, -(s * x1));
            x2 = Vector256.FusedMultiplyAdd(c, y2, -(s * x2));
            x3 = Vector256.FusedMultiplyAdd(c, y3, -(s * x3));
            carried = other;
        }

        Store(carried, x0, x1, x2, x3);
    }

    /// <summary>The columns behind the last whole strip.</summary>
    private void RotateRest(double* first, nint columns)
    {
        foreach (ref readonly Rotation rotation in list.AsSpan(0, count))
        {
            double* one = first + (rotation.One * stride);
            double* other = first + (rotation.Other * stride);
            for (nint column = 0; column < columns; column++)
            {
                (double x, double y) = (one[column], other[column]);
                one[column] = Math.FusedMultiplyAdd(rotation.Cosine, x, rotation.Sine * y);
                other[column] = Math.FusedMultiplyAdd(rotation.Cosine, y, -(rotation.Sine * x));
            }
        }
    }

    private static void Store(double* to, Vector256<double> x0, Vector256<double> x1, Vector256<double> x2, Vector256<double> x3)
    {
        x0.Store(to);
        x1.Store(to + 4);
        x2.Store(to + 8);
        x3.Store(to + 12);
    }

    /// <summary>The rotation that takes (f, g) to (r, 0).</summary>
    internal static double Of(double f, double g, out double c, out double s)
    {
        if (g == 0)
        {
            (c, s) = (1, 0);
            return f;
        }

        // Matrices come scaled: squares do not overflow, and where they would underflow the careful way is taken.
        double r = Math.Sqrt((f * f) + (g * g));
        if (r < 1e-140) r = double.Hypot(f, g);
        (c, s) = (f / r, g / r);
        return r;
    }

    private readonly record struct Rotation(nint One, nint Other, double Cosine, double Sine);
}
