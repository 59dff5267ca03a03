namespace AdjointKit.Waves.Acoustic.Kernels;

/// <summary>
/// A block of one absorbing layer: rows [RowFrom, RowTo) and columns [ColumnFrom, ColumnTo) of the layer's strip, and where its memory variables lie.
/// The strip reaches one stencil radius into the model, with a = b = 0 there, because D psi is felt that far. All pointers are those of the strip's first point.
/// </summary>
internal readonly unsafe struct PmlBlock<T>
    where T : unmanaged
{
    /// <summary>Whether the layer damps along z (its profile runs along the columns) or along x (along the rows).</summary>
    internal bool AlongZ { get; init; }

    internal int RowFrom { get; init; }
    internal int RowTo { get; init; }
    internal int ColumnFrom { get; init; }
    internal int ColumnTo { get; init; }

    /// <summary>Row and column of the strip's first point in the domain.</summary>
    internal int OriginRow { get; init; }
    internal int OriginColumn { get; init; }

    /// <summary>The recursion's coefficients along the damped axis, from the strip's first point on.</summary>
    internal T* A { get; init; }
    internal T* B { get; init; }

    /// <summary>psi, and in the adjoint the scratch fields s and y: with zeros one radius around, along the damped axis.</summary>
    internal T* Psi { get; init; }
    internal T* S { get; init; }
    internal T* Y { get; init; }
    internal int PsiStride { get; init; }

    /// <summary>zeta: no halo.</summary>
    internal T* Zeta { get; init; }
    internal int ZetaStride { get; init; }
}
