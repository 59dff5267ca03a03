namespace AdjointKit.Devices;

/// <summary>Which triangle of a matrix is taken.</summary>
[Flags]
public enum MatrixTriangle
{
    /// <summary>What stands on and below the diagonal.</summary>
    Lower = 0,

    /// <summary>What stands on and above the diagonal.</summary>
    Upper = 1,

    /// <summary>The diagonal is taken as ones, whatever it holds.</summary>
    UnitDiagonal = 2,
}
