namespace AdjointKit.Cli.Tests.Faults;

/// <summary>One flipped sign in an adjoint: an edit of the sources that takes effect when the fault is chosen.</summary>
/// <param name="Name">What is wrong.</param>
/// <param name="Edits">The edit, or one per twin where the processor chooses between two kernels.</param>
/// <param name="Culprits">What the checks that must fail have in their names; no other may fail.</param>
internal sealed record AdjointFault(string Name, SourceEdit[] Edits, string[] Culprits)
{
    private const string Together = "all features together";

    internal static readonly AdjointFault[] All =
    [
        new(
            "absorbing layers",
            [
                new(
                    "solvers/AdjointKit.Waves/Acoustic/Kernels/VectorAcousticKernels.Pml.cs",
                    "TOperations.Store(TOperations.Multiply(Profile<TAxis>(a, i, k), t), y + k);",
                    "TOperations.Store(TOperations.Multiply(Profile<TAxis>(a, i, k), FAULT ? TOperations.Subtract(TOperations.Zero, t) : t), y + k);"),
                new(
                    "solvers/AdjointKit.Waves/Acoustic/Kernels/PlainAcousticKernels.cs",
                    "block.Y[strip] = block.A[j] * t;",
                    "block.Y[strip] = block.A[j] * (FAULT ? -t : t);"),
            ],
            ["absorbing layers", Together]),
        new(
            "interpolation",
            [
                new(
                    "solvers/AdjointKit.Waves/Acoustic/AcousticStep.Adjoint.cs",
                    "T.FusedMultiplyAdd(receivers.Weight[entry], residual[j], ubar[plain])",
                    "T.FusedMultiplyAdd(FAULT ? T.Abs(receivers.Weight[entry]) : receivers.Weight[entry], residual[j], ubar[plain])"),
            ],
            ["off-grid positions", Together]),
        new(
            "free surface",
            [
                new(
                    "solvers/AdjointKit.Waves/Acoustic/AcousticStep.Adjoint.cs",
                    "if (medium.FreeSurface) kernels.MirrorTop(p, from, to);",
                    """
                    if (medium.FreeSurface) kernels.MirrorTop(p, from, to);
                    for (int i = from; FAULT && medium.FreeSurface && i < to; i++)
                    {
                        for (int m = 1; m <= layout.Radius; m++) p[((nint)i * layout.HaloStride) - m] *= -T.One;
                    }
                    """),
            ],
            ["free surface", Together]),
        new(
            "sub-steps",
            [
                new(
                    "solvers/AdjointKit.Waves/TimeAxis/SpectralMap.Apply.cs",
                    """
                                    if (k > 0) negative += turn * phased[(p * length) + (-k & mask)];
                                    turn *= synthesisStep[k];
                    """,
                    """
                                    if (k > 0) negative += turn * phased[(p * length) + (-k & mask)];
                                    turn *= FAULT ? Complex.Conjugate(synthesisStep[k]) : synthesisStep[k];
                    """),
            ],
            ["sub-steps", Together]),
        new(
            "time-dispersion filters",
            [
                new(
                    "solvers/AdjointKit.Waves/TimeAxis/TimeFilter.cs",
                    "else data.ApplyTranspose(dataSamples, recorded, compute);",
                    """
                    else data.ApplyTranspose(dataSamples, recorded, compute);
                    for (int n = 0; FAULT && data is not null && n < recorded.Length; n++) recorded[n] = -recorded[n];
                    """),
            ],
            ["time-dispersion filters", "time-corrected", Together]),
    ];

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>A change of one place in one file.</summary>
/// <param name="File">The file, from the repository's root.</param>
/// <param name="Text">What stands there, exactly once.</param>
/// <param name="Replacement">What takes its place; FAULT stands for "this fault is chosen".</param>
internal sealed record SourceEdit(string File, string Text, string Replacement)
{
    /// <summary>Changes the file under a folder.</summary>
    /// <exception cref="InvalidOperationException">The text is not there exactly once.</exception>
    internal void Apply(string folder, string condition)
    {
        string changed = Find(folder).Replace(Text, Replacement.Replace("FAULT", condition, StringComparison.Ordinal), StringComparison.Ordinal);
        System.IO.File.WriteAllText(Path.Combine(folder, File), changed);
    }

    /// <summary>The file under a folder, with the text in it.</summary>
    /// <exception cref="InvalidOperationException">The text is not there exactly once.</exception>
    internal string Find(string folder)
    {
        string source = System.IO.File.ReadAllText(Path.Combine(folder, File));
        int places = source.Split(Text).Length - 1;
        return places == 1 ? source : throw new InvalidOperationException($"the text of a fault stands {places} times in {File}, not once: the code has changed, give the fault its new text: {Text}");
    }
}
