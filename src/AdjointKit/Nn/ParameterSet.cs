using System.Runtime.CompilerServices;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Nn;

/// <summary>
/// The named parameters of a model in the order in which they were added, each with an array for its gradient. A training step records them (<see cref="Record{T}(Tape, string)"/>), sweeps,
/// reads the gradients (<see cref="ReadGradients"/>), resets the tape and hands <see cref="Trained"/> and <see cref="TrainedGradients"/> to an
/// <see cref="Optimization.Optimizer"/>; it allocates no managed memory. Owns the arrays. Not thread-safe.
/// </summary>
/// <remarks>
/// Within the body of a loop the tape is another one, to which no derivative of a parameter passes by itself: hand the parameters to the loop as its parameters and <see cref="Bind{T}"/> there what comes in. One that is
/// trained and was not bound is refused there, for it would get no gradient.
/// </remarks>
public sealed class ParameterSet : IDisposable
{
    private readonly List<string> names = [];
    private readonly Dictionary<string, int> numbers = [];
    private readonly ConditionalWeakTable<Tape, Uses> recorded = [];
    private UntypedArray[] arrays = [];
    private UntypedArray[] gradients = [];
    private bool[] frozen = [];
    private UntypedArray[] trained = [];
    private UntypedArray[] trainedGradients = [];
    private bool disposed;

    /// <summary>Makes an empty set.</summary>
    /// <param name="compute">Where the arrays lie; they are charged to its memory account.</param>
    public ParameterSet(Compute compute)
    {
        ArgumentNullException.ThrowIfNull(compute);
        Compute = compute;
    }

    /// <summary>Where the arrays lie.</summary>
    public Compute Compute { get; }

    /// <summary>The number of parameters.</summary>
    public int Count => names.Count;

    /// <summary>The number of elements of all parameters together.</summary>
    public long ElementCount => arrays.Sum(array => (long)array.Count);

    /// <summary>The names, in order.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>The parameters, in order; good until the next one is added.</summary>
    public ReadOnlySpan<UntypedArray> Arrays => arrays;

    /// <summary>Their gradients as <see cref="ReadGradients"/> left them; zero for one that is frozen.</summary>
    public ReadOnlySpan<UntypedArray> Gradients => gradients;

    /// <summary>The parameters that are trained, in order: those that are not frozen.</summary>
    public ReadOnlySpan<UntypedArray> Trained => trained;

    /// <summary>The gradients of <see cref="Trained"/>.</summary>
    public ReadOnlySpan<UntypedArray> TrainedGradients => trainedGradients;

    /// <summary>A parameter by its number.</summary>
    public UntypedArray this[int number] => arrays[Valid(number)];

    /// <summary>Adds a parameter of zeros, which is trained.</summary>
    /// <param name="name">A name that no other parameter has.</param>
    /// <param name="shape">The lengths along the axes.</param>
    /// <returns>The parameter, to be filled.</returns>
    public NdArray<T> Add<T>(string name, in Shape shape)
        where T : unmanaged
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ObjectDisposedException.ThrowIf(disposed, this);
        ElementType type = ElementTypes.Of<T>();
        if (ElementTypes.RealOf(type) is not (ElementType.Float32 or ElementType.Float64)) throw new ArgumentException($"parameter {name}: parameters are of floating-point numbers, not of {type}", nameof(T));
        if (numbers.ContainsKey(name)) throw new ArgumentException($"there is a parameter {name} already", nameof(name));
        NdArray<T> array = Compute.Zeros<T>(shape);
        NdArray<T> gradient;
        try
        {
            gradient = Compute.Zeros<T>(shape);
        }
        catch
        {
            array.Dispose();
            throw;
        }

        numbers.Add(name, names.Count);
        names.Add(name);
        arrays = [.. arrays, array];
        gradients = [.. gradients, gradient];
        frozen = [.. frozen, false];
        ListTrained();
        return array;
    }

    /// <summary>Adds a parameter whose numbers are drawn, each parameter of a set from a stream of its own. Gives its number.</summary>
    internal int AddDrawn<T>(string name, in Shape shape, Initializer initializer, nint fanIn, nint fanOut, ulong seed)
        where T : unmanaged
    {
        int number = Count;
        initializer.Fill(Compute, Add<T>(name, shape), fanIn, fanOut, new CounterRandom(seed, (ulong)number));
        return number;
    }

    /// <summary>Whether there is a parameter of a name.</summary>
    public bool Contains(string name) => numbers.ContainsKey(name);

    /// <summary>The number of a parameter, from 0.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public int NumberOf(string name) => numbers.TryGetValue(name, out int number) ? number : throw Unknown(name);

    /// <summary>A parameter by its name.</summary>
    public NdArray<T> Get<T>(string name)
        where T : unmanaged => arrays[NumberOf(name)].As<T>();

    /// <summary>The gradient of a parameter as <see cref="ReadGradients"/> left it.</summary>
    public NdArray<T> Gradient<T>(string name)
        where T : unmanaged => gradients[NumberOf(name)].As<T>();

    /// <summary>Whether a parameter is trained.</summary>
    public bool IsTrained(string name) => !frozen[NumberOf(name)];

    /// <summary>Leaves a parameter as it is: it is recorded as a constant from now on, and is none of <see cref="Trained"/>. An optimiser is made for the list as it is after this.</summary>
    public void Freeze(string name)
    {
        int number = NumberOf(name);
        frozen[number] = true;
        Compute.Backend.Fill(gradients[number], 0);
        ListTrained();
    }

    /// <summary>Trains a parameter again.</summary>
    public void Unfreeze(string name)
    {
        frozen[NumberOf(name)] = false;
        ListTrained();
    }

    /// <summary>The variable of a parameter on a tape: put there the first time after a reset, the same one after that.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="name">The name of the parameter.</param>
    /// <exception cref="InvalidOperationException">The tape is that of the body of a loop, a checkpoint or an implicit solution, and the parameter, which is trained, was not bound there: it would get no gradient.</exception>
    public Var<T> Record<T>(Tape tape, string name)
        where T : unmanaged => Record<T>(tape, NumberOf(name));

    /// <inheritdoc cref="Record{T}(Tape, string)"/>
    /// <param name="tape">The tape.</param>
    /// <param name="number">The number of the parameter.</param>
    public Var<T> Record<T>(Tape tape, int number)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(tape);
        Valid(number);
        Uses uses = OnTape(tape);
        ref Var current = ref uses.Current[number];
        if (current.IsUsableOn(tape)) return current.As<T>();
        if (tape.IsInner && !frozen[number]) throw Unbound(number);
        current = uses.Recorded[number] = frozen[number] ? tape.Constant(arrays[number]) : tape.Input(arrays[number]);
        return current.As<T>();
    }

    /// <summary>
    /// Takes a variable in place of a parameter from now on until its tape is reset: a parameter within the body of a loop, one that another network made, or one after a step of an optimiser that
    /// is itself differentiated. What was recorded before stays as it is, and <see cref="ReadGradients"/> reads the gradient of that.
    /// </summary>
    /// <param name="number">The number of the parameter.</param>
    /// <param name="value">The variable, of the type and shape of the parameter.</param>
    public void Bind<T>(int number, Var<T> value)
        where T : unmanaged
    {
        UntypedArray array = arrays[Valid(number)];
        if (array.ElementType != ElementTypes.Of<T>() || array.Shape != value.Shape) throw new ArgumentException($"a variable {value} does not fit parameter {names[number]}, {array}", nameof(value));
        OnTape(value.Tape).Current[number] = value;
    }

    /// <summary>Copies the gradients of the parameters that are trained out of a tape after its backward sweep; zero for one that the loss does not depend on.</summary>
    /// <param name="tape">The tape.</param>
    /// <exception cref="InvalidOperationException">No parameter is on the tape, or one is there as a constant from when it was frozen, or no sweep has run.</exception>
    public void ReadGradients(Tape tape)
    {
        ArgumentNullException.ThrowIfNull(tape);
        Var[] variables = OnTape(tape).Recorded;
        bool any = false;
        for (int number = 0; number < arrays.Length; number++)
        {
            if (!variables[number].IsUsableOn(tape)) continue;
            any = true;
            if (!frozen[number] && !tape.NodeAt(variables[number].Id).Active) throw new InvalidOperationException($"Parameter {names[number]} went onto this tape as a constant, while it was frozen: reset the tape and record it again.");
        }

        if (!any) throw new InvalidOperationException("No parameter of this set is on the tape since its last reset: there is no gradient to read.");
        for (int number = 0; number < arrays.Length; number++)
        {
            if (frozen[number]) continue;
            if (variables[number].IsUsableOn(tape)) tape.Gradient(variables[number], gradients[number]);
            else Compute.Backend.Fill(gradients[number], 0);
        }
    }

    /// <summary>Gives the arrays back.</summary>
    public void Dispose()
    {
        if (disposed) return;
        disposed = true;
        foreach (UntypedArray array in arrays) array.Release();
        foreach (UntypedArray gradient in gradients) gradient.Release();
    }

    private Uses OnTape(Tape tape)
    {
        if (recorded.TryGetValue(tape, out Uses? uses) && uses.Current.Length == arrays.Length) return uses;
        var longer = new Uses(arrays.Length);
        uses?.Recorded.CopyTo(longer.Recorded, 0);
        uses?.Current.CopyTo(longer.Current, 0);
        recorded.AddOrUpdate(tape, longer);
        return longer;
    }

    private void ListTrained()
    {
        trained = [.. arrays.Where((_, number) => !frozen[number])];
        trainedGradients = [.. gradients.Where((_, number) => !frozen[number])];
    }

    private int Valid(int number) => (uint)number < (uint)arrays.Length ? number : throw new ArgumentOutOfRangeException(nameof(number), number, $"a set of {arrays.Length} parameters has no number {number}");

    private InvalidOperationException Unbound(int number) => new(
        $"Parameter {names[number]} is used in the body of a loop, a checkpoint or an implicit solution, where it would get no gradient: hand set.Record(tape, \"{names[number]}\") to the loop as one of its parameters and call set.Bind({number}, ...) in the body with what comes in, or freeze it.");

    private ArgumentException Unknown(string name) => new($"there is no parameter {name}; there are {(names.Count == 0 ? "none" : string.Join(", ", names))}", nameof(name));

    /// <summary>The variables of the parameters on one tape, stale ones among them.</summary>
    private sealed class Uses(int count)
    {
        /// <summary>Those that stand for the arrays themselves.</summary>
        internal Var[] Recorded { get; } = new Var[count];

        /// <summary>Those that are used now.</summary>
        internal Var[] Current { get; } = new Var[count];
    }
}
