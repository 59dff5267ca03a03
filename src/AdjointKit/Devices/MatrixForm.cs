namespace AdjointKit.Devices;

/// <summary>How a matrix product takes one of its operands.</summary>
[Flags]
public enum MatrixForm
{
    /// <summary>As it is.</summary>
    Plain = 0,

    /// <summary>Rows and columns exchanged.</summary>
    Transposed = 1,

    /// <summary>Each element conjugated; the same as <see cref="Plain"/> for real elements.</summary>
    Conjugated = 2,

    /// <summary>Rows and columns exchanged, each element conjugated.</summary>
    ConjugateTransposed = Transposed | Conjugated,
}
