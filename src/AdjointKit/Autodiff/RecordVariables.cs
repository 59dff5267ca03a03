using AdjointKit.Arrays;

namespace AdjointKit.Autodiff;

/// <summary>The variables of the arrays of a record: what a function of a record takes. So are its gradients, tangents and products within a program.</summary>
/// <typeparam name="TRecord">The record's type.</typeparam>
public sealed class RecordVariables<TRecord>
    where TRecord : IArrayRecord<TRecord>
{
    private readonly TRecord record;
    private readonly Dictionary<UntypedArray, int> places;

    internal RecordVariables(Tape tape, TRecord record, UntypedArray[] arrays, Var[] variables)
        : this(tape, record, PlacesOf(arrays), variables)
    {
    }

    private RecordVariables(Tape tape, TRecord record, Dictionary<UntypedArray, int> places, Var[] variables)
    {
        Tape = tape;
        this.record = record;
        this.places = places;
        Variables = variables;
    }

    /// <summary>The tape on which the variables are.</summary>
    public Tape Tape { get; }

    /// <summary>The variable of one of the arrays: <c>v.Of(model =&gt; model.W)</c>.</summary>
    /// <param name="array">Which array of the record.</param>
    /// <exception cref="ArgumentException">The array is not of the record.</exception>
    public Var<T> Of<T>(Func<TRecord, NdArray<T>> array)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(array);
        return Variables[PlaceOf(places, array(record))].As<T>();
    }

    /// <summary>The variables in the order of the record.</summary>
    internal Var[] Variables { get; }

    /// <summary>Other variables for the same arrays, on the tape where they are.</summary>
    internal RecordVariables<TRecord> With(Var[] variables) => new(variables is [var some, ..] ? some.Tape : Tape, record, places, variables);

    /// <summary>The place of each array of a record in its order.</summary>
    internal static Dictionary<UntypedArray, int> PlacesOf(UntypedArray[] arrays)
    {
        var found = new Dictionary<UntypedArray, int>();
        for (int k = 0; k < arrays.Length; k++)
        {
            if (!found.TryAdd(arrays[k], k)) throw new ArgumentException($"an array of {arrays[k]} stands twice in a record: each array once");
        }

        return found;
    }

    internal static int PlaceOf(Dictionary<UntypedArray, int> among, in UntypedArray array) => among.TryGetValue(array, out int place)
        ? place
        : throw new ArgumentException($"an array of {array} is not one of the record that is differentiated: put it on the tape with Tape.Constant", nameof(array));
}
