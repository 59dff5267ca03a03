using AdjointKit.Arrays;

namespace AdjointKit.Autodiff;

/// <summary>A record of arrays of any element types that is differentiated as a whole, such as the weights of a network: all transforms take it where they take one array.</summary>
/// <typeparam name="TSelf">The record's own type.</typeparam>
/// <example><code>
/// sealed record Model(NdArray&lt;double&gt; W, NdArray&lt;double&gt; B) : IArrayRecord&lt;Model&gt;
/// {
///     public Model Map(ArrayMap map) =&gt; new(map.Of(W), map.Of(B));
/// }
///
/// Var Loss(RecordVariables&lt;Model&gt; v) =&gt; Ops.Sum(Ops.Tanh((v.Of(m =&gt; m.W) * x) + v.Of(m =&gt; m.B)));
///
/// (double loss, Model gradient) = Gradient.Of(Loss, model);
/// (_, Model product) = Hvp.Of(Loss, model, direction);
/// </code></example>
public interface IArrayRecord<TSelf>
    where TSelf : IArrayRecord<TSelf>
{
    /// <summary>A record of the same kind whose arrays are those of this one passed through <see cref="ArrayMap.Of{T}"/>, in a fixed order.</summary>
    TSelf Map(ArrayMap map);
}

/// <summary>Takes each array of a record to another one.</summary>
public abstract class ArrayMap
{
    /// <summary>What stands in place of an array.</summary>
    public abstract NdArray<T> Of<T>(NdArray<T> array)
        where T : unmanaged;
}

/// <summary>A record as the list of its arrays, and back.</summary>
internal static class RecordArrays
{
    /// <summary>The arrays of a record, in its order.</summary>
    internal static UntypedArray[] Of<TRecord>(TRecord record)
        where TRecord : IArrayRecord<TRecord>
    {
        if (record is null) throw new ArgumentNullException(nameof(record));
        var listing = new Listing();
        record.Map(listing);
        return [.. listing.Arrays];
    }

    /// <summary>A record of the same kind with other arrays, given in its order.</summary>
    internal static TRecord Rebuilt<TRecord>(TRecord like, IEnumerable<UntypedArray> arrays)
        where TRecord : IArrayRecord<TRecord> => like.Map(new Replacement(arrays));

    private sealed class Listing : ArrayMap
    {
        internal List<UntypedArray> Arrays { get; } = [];

        public override NdArray<T> Of<T>(NdArray<T> array)
        {
            Arrays.Add(array);
            return array;
        }
    }

    private sealed class Replacement(IEnumerable<UntypedArray> arrays) : ArrayMap
    {
        private readonly Queue<UntypedArray> rest = new(arrays);

        public override NdArray<T> Of<T>(NdArray<T> array) => rest.Dequeue().As<T>();
    }
}
