using AdjointKit.Arrays;

namespace AdjointKit.Autodiff;

/// <summary>The blocks of a Hessian with respect to a record of arrays. The caller owns the arrays.</summary>
/// <typeparam name="TRecord">The record's type.</typeparam>
public sealed class RecordHessian<TRecord>
    where TRecord : IArrayRecord<TRecord>
{
    private readonly TRecord record;
    private readonly Dictionary<UntypedArray, int> places;
    private readonly UntypedArray[,] blocks;

    internal RecordHessian(TRecord record, UntypedArray[] arrays, UntypedArray[,] blocks)
    {
        this.record = record;
        this.blocks = blocks;
        places = RecordVariables<TRecord>.PlacesOf(arrays);
    }

    /// <summary>The derivatives by one array of the gradient with respect to another, of the shape of the latter followed by that of the former: <c>hessian.Of(m =&gt; m.W, m =&gt; m.B)</c>.</summary>
    /// <param name="of">The array whose gradient is differentiated.</param>
    /// <param name="by">The array by which.</param>
    /// <exception cref="ArgumentException">One of the arrays is not of the record.</exception>
    public NdArray<T> Of<T, TBy>(Func<TRecord, NdArray<T>> of, Func<TRecord, NdArray<TBy>> by)
        where T : unmanaged
        where TBy : unmanaged
    {
        ArgumentNullException.ThrowIfNull(of);
        ArgumentNullException.ThrowIfNull(by);
        return blocks[RecordVariables<TRecord>.PlaceOf(places, of(record)), RecordVariables<TRecord>.PlaceOf(places, by(record))].As<T>();
    }
}
