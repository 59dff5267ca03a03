namespace AdjointKit.Cli.Options;

/// <summary>The common options that change something in a command. The others are accepted, since scripts give them to every command, but not offered in its help.</summary>
[Flags]
internal enum CommonUse
{
    /// <summary>None of these.</summary>
    None = 0,

    /// <summary><c>--device</c>, <c>--threads</c>, <c>--memory</c>.</summary>
    Compute = 1,

    /// <summary><c>--precision</c>.</summary>
    Precision = 2,

    /// <summary><c>--seed</c>.</summary>
    Seed = 4,

    /// <summary><c>--out</c>.</summary>
    Out = 8,

    /// <summary><c>--report</c>.</summary>
    Report = 16,

    /// <summary><c>--resume</c>.</summary>
    Resume = 32,
}
