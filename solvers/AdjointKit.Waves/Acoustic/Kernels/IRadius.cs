namespace AdjointKit.Waves.Acoustic.Kernels;

/// <summary>Half the space order as a type, so that the compiler folds it: one source text for all orders.</summary>
internal interface IRadius
{
    static abstract int Value { get; }
}

internal readonly struct Radius1 : IRadius
{
    public static int Value => 1;
}

internal readonly struct Radius2 : IRadius
{
    public static int Value => 2;
}

internal readonly struct Radius4 : IRadius
{
    public static int Value => 4;
}

internal readonly struct Radius6 : IRadius
{
    public static int Value => 6;
}
