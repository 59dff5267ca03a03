using AdjointKit.Arrays;

namespace AdjointKit.Nn;

/// <summary>Some samples: of each array of a <see cref="DataLoader"/> their rows, good until the loader gives the next batch.</summary>
public readonly struct DataBatch
{
    private readonly UntypedArray[] arrays;

    internal DataBatch(UntypedArray[] arrays, long epoch, long number)
    {
        this.arrays = arrays;
        Epoch = epoch;
        Number = number;
    }

    /// <summary>The number of the epoch.</summary>
    public long Epoch { get; }

    /// <summary>The number of the batch within its epoch.</summary>
    public long Number { get; }

    /// <summary>The number of samples.</summary>
    public nint Count => arrays[0].Shape[0];

    /// <summary>The rows of one array, where the computation runs.</summary>
    /// <param name="number">The number of the array in the list that the loader was made for.</param>
    public NdArray<T> Get<T>(int number)
        where T : unmanaged => arrays[number].As<T>();
}
