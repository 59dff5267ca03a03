namespace AdjointKit.Arrays;

/// <summary>What a debugger shows of an array. It throws nothing, and asks no device for anything: a debugger stops the threads that would answer.</summary>
internal sealed class ArrayDebugView(UntypedArray array)
{
    /// <summary>The type of the elements.</summary>
    public ElementType ElementType => array.ElementType;

    /// <summary>The lengths along the axes.</summary>
    public Shape Shape => array.Shape;

    /// <summary>The distances between neighbours along each axis, in elements.</summary>
    public nint[] Strides => array.Strides.ToArray();

    /// <summary>Where the elements lie, and what became of them.</summary>
    public string State => ArrayText.State(array);

    /// <summary>Smallest, largest and mean element, and how many are not finite.</summary>
    public string Statistics => ArrayText.IsReadable(array) ? ArrayStatistics.Of(array).ToString() : State;

    /// <summary>The elements, or the edges of a large array.</summary>
    public string Elements => ArrayText.IsReadable(array) ? array.Preview() : State;
}

/// <inheritdoc cref="ArrayDebugView"/>
internal sealed class NdArrayDebugView<T>(NdArray<T> array)
    where T : unmanaged
{
    private readonly ArrayDebugView untyped = new(array);

    /// <inheritdoc cref="ArrayDebugView.ElementType"/>
    public ElementType ElementType => untyped.ElementType;

    /// <inheritdoc cref="ArrayDebugView.Shape"/>
    public Shape Shape => untyped.Shape;

    /// <inheritdoc cref="ArrayDebugView.Strides"/>
    public nint[] Strides => untyped.Strides;

    /// <inheritdoc cref="ArrayDebugView.State"/>
    public string State => untyped.State;

    /// <inheritdoc cref="ArrayDebugView.Statistics"/>
    public string Statistics => untyped.Statistics;

    /// <inheritdoc cref="ArrayDebugView.Elements"/>
    public string Elements => untyped.Elements;
}
