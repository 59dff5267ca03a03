using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Waves.Acoustic.Kernels;

namespace AdjointKit.Waves.Acoustic.Fields;

/// <summary>
/// One absorbing layer: where its strip lies in the domain, and its profile. The strip holds the layer and one stencil radius of the model, where the
/// profile is zero; along z it is widened to whole registers of the kernel.
/// </summary>
internal sealed unsafe class PmlSide<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int halo;
    private readonly NdArray<T> a;
    private readonly NdArray<T> b;

    private PmlSide(PaddedLayout layout, bool alongZ, int originRow, int originColumn, int rows, int columns, Func<int, double> points, int width, double spacing, double maximumVelocity, double timeStep)
    {
        AlongZ = alongZ;
        OriginRow = originRow;
        OriginColumn = originColumn;
        Rows = rows;
        Columns = columns;
        halo = alongZ ? PaddedLayout.Lanes : layout.Radius;
        int length = alongZ ? columns : rows;
        a = NdArray.Zeros<T>(length);
        b = NdArray.Zeros<T>(length);
        for (int j = 0; j < length; j++)
        {
            (double profileA, double profileB) = PmlProfile.Coefficients(points(j), width, spacing, maximumVelocity, timeStep);
            a.Pointer[j] = T.CreateChecked(profileA);
            b.Pointer[j] = T.CreateChecked(profileB);
        }
    }

    internal bool AlongZ { get; }

    internal int OriginRow { get; }

    internal int OriginColumn { get; }

    internal int Rows { get; }

    internal int Columns { get; }

    /// <summary>The shape of psi: with a halo of zeros along the damped axis.</summary>
    internal Shape PsiShape => AlongZ ? new Shape(Rows, Columns + (2 * halo)) : new Shape(Rows + (2 * halo), Columns);

    /// <summary>The shape of zeta.</summary>
    internal Shape ZetaShape => new(Rows, Columns);

    private nint PsiOrigin => AlongZ ? halo : (nint)halo * Columns;

    /// <summary>The layers of a domain that have a width.</summary>
    internal static PmlSide<T>[] Create(PaddedLayout layout, int lanes, double dx, double dz, double maximumVelocity, double timeStep)
    {
        var sides = new List<PmlSide<T>>(4);
        PmlWidths pml = layout.Pml;
        int radius = layout.Radius;
        int columns = layout.PlainStride;
        if (pml.Top > 0)
        {
            int width = RoundUp(pml.Top + radius, lanes, columns);
            sides.Add(new PmlSide<T>(layout, true, 0, 0, layout.Nx, width, k => pml.Top - k, pml.Top, dz, maximumVelocity, timeStep));
        }

        if (pml.Bottom > 0)
        {
            int first = Math.Max(0, layout.Nz - pml.Bottom - radius) / lanes * lanes;
            int edge = layout.Nz - 1 - pml.Bottom;
            sides.Add(new PmlSide<T>(layout, true, 0, first, layout.Nx, columns - first, k => k + first < layout.Nz ? k + first - edge : 0, pml.Bottom, dz, maximumVelocity, timeStep));
        }

        if (pml.Left > 0)
        {
            int rows = Math.Min(layout.Nx, pml.Left + radius);
            sides.Add(new PmlSide<T>(layout, false, 0, 0, rows, columns, i => pml.Left - i, pml.Left, dx, maximumVelocity, timeStep));
        }

        if (pml.Right > 0)
        {
            int first = Math.Max(0, layout.Nx - pml.Right - radius);
            int edge = layout.Nx - 1 - pml.Right;
            sides.Add(new PmlSide<T>(layout, false, first, 0, layout.Nx - first, columns, i => i + first - edge, pml.Right, dx, maximumVelocity, timeStep));
        }

        return [.. sides];
    }

    /// <summary>A block of the strip for the kernels.</summary>
    internal PmlBlock<T> Block(PmlMemory<T> memory, PmlScratch<T>? scratch, int rowFrom, int rowTo, int columnFrom, int columnTo)
    {
        return new PmlBlock<T>
        {
            AlongZ = AlongZ,
            RowFrom = rowFrom,
            RowTo = rowTo,
            ColumnFrom = columnFrom,
            ColumnTo = columnTo,
            OriginRow = OriginRow,
            OriginColumn = OriginColumn,
            A = a.Pointer,
            B = b.Pointer,
            Psi = memory.Psi.Pointer + PsiOrigin,
            S = scratch is null ? null : scratch.S.Pointer + PsiOrigin,
            Y = scratch is null ? null : scratch.Y.Pointer + PsiOrigin,
            PsiStride = (int)PsiShape[1],
            Zeta = memory.Zeta.Pointer,
            ZetaStride = Columns,
        };
    }

    /// <summary>The block in rows [from, to) of the domain; false where the layer has no such row.</summary>
    internal bool TryBlock(PmlMemory<T> memory, PmlScratch<T>? scratch, int from, int to, out PmlBlock<T> block)
    {
        int rowFrom = Math.Max(0, from - OriginRow);
        int rowTo = Math.Min(Rows, to - OriginRow);
        bool any = rowFrom < rowTo;
        block = any ? Block(memory, scratch, rowFrom, rowTo, 0, Columns) : default;
        return any;
    }

    public void Dispose()
    {
        a.Dispose();
        b.Dispose();
    }

    private static int RoundUp(int columns, int lanes, int limit) => Math.Min(limit, (columns + lanes - 1) / lanes * lanes);
}

/// <summary>The memory variables of one layer for one field.</summary>
internal sealed class PmlMemory<T>(PmlSide<T> side, MemoryAccount account) : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal NdArray<T> Psi { get; } = NdArray.Zeros<T>(side.PsiShape, account);

    internal NdArray<T> Zeta { get; } = NdArray.Zeros<T>(side.ZetaShape, account);

    public void Dispose()
    {
        Psi.Dispose();
        Zeta.Dispose();
    }
}

/// <summary>The scratch fields of one layer in the adjoint sweep; their halo stays zero.</summary>
internal sealed class PmlScratch<T>(PmlSide<T> side, MemoryAccount account) : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal NdArray<T> S { get; } = NdArray.Zeros<T>(side.PsiShape, account);

    internal NdArray<T> Y { get; } = NdArray.Zeros<T>(side.PsiShape, account);

    public void Dispose()
    {
        S.Dispose();
        Y.Dispose();
    }
}
