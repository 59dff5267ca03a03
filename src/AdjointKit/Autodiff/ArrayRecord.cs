using AdjointKit.Arrays;

namespace AdjointKit.Autodiff;

/// <summary>A record of arrays that is differentiated as a whole, such as the weights of a network.</summary>
/// <typeparam name="TSelf">The record's own type.</typeparam>
/// <example><code>
/// sealed record Weights(NdArray&lt;double&gt; W, NdArray&lt;double&gt; B) : IArrayRecord&lt;Weights&gt;
/// {
///     public Weights Map(ArrayMap map) =&gt; new(map.Of(W), map.Of(B));
/// }
///
/// (double loss, Weights gradient) = Gradient.Of(weights, v =&gt; Ops.Sum(Ops.Tanh((v.Of(weights.W) * x) + v.Of(weights.B))));
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

/// <summary>The variables of the arrays of a record.</summary>
public sealed class RecordVariables
{
    private readonly Dictionary<UntypedArray, Var> variables = [];

    /// <summary>Puts the arrays of a record on a tape, or others in their place, in the order of the record.</summary>
    internal RecordVariables(Tape tape, Action<ArrayMap> visit, IReadOnlyList<UntypedArray>? values = null)
    {
        Tape = tape;
        visit(new Inputs(this, values));
    }

    /// <summary>The tape on which the variables are.</summary>
    public Tape Tape { get; }

    /// <summary>The variable of an array of the record.</summary>
    /// <param name="array">An array of the record.</param>
    /// <exception cref="ArgumentException">The array is not of the record.</exception>
    public Var<T> Of<T>(NdArray<T> array)
        where T : unmanaged => variables.TryGetValue(array, out Var variable)
        ? variable.As<T>()
        : throw new ArgumentException($"an array of {array} is not one of the record that is differentiated: put it on the tape with Tape.Constant", nameof(array));

    /// <summary>The variables in the order of the record.</summary>
    internal Var[] Variables { get; private set; } = [];

    private sealed class Inputs(RecordVariables owner, IReadOnlyList<UntypedArray>? values) : ArrayMap
    {
        public override NdArray<T> Of<T>(NdArray<T> array)
        {
            Var variable = owner.Tape.AddNode(values is null ? array : values[owner.Variables.Length], owned: false, active: true);
            owner.Variables = [.. owner.Variables, variable];
            if (!owner.variables.TryAdd(array, variable)) throw new ArgumentException($"an array of {array} stands twice in a record: each array once", nameof(array));
            return array;
        }
    }
}

/// <summary>Takes the arrays of a record to their gradients.</summary>
internal sealed class GradientsOfRecord(RecordVariables variables) : ArrayMap
{
    public override NdArray<T> Of<T>(NdArray<T> array) => variables.Tape.Gradient(variables.Of(array));
}
