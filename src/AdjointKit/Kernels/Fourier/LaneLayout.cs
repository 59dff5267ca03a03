namespace AdjointKit.Kernels.Fourier;

/// <summary>How the transforms of a group lie in memory.</summary>
internal enum LaneLayout
{
    /// <summary>In the scratch, a lane to each.</summary>
    Scratch,

    /// <summary>As lines, the points of one side by side.</summary>
    Lines,

    /// <summary>As neighbouring columns.</summary>
    Columns,
}
