using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using AdjointKit.Arrays;

namespace AdjointKit.Autodiff;

/// <summary>A value on a tape, its element type known at run time: what op rules, and ops that mix types, work on.</summary>
[DebuggerDisplay("{DebuggerText,nq}")]
[DebuggerTypeProxy(typeof(VarDebugView))]
public readonly struct Var
{
    private readonly Tape? tape;
    // The tape's stamp when the variable was made, plus the number of its hidden axes.
    private readonly int stamp;

    internal Var(Tape tape, int id, int hiddenAxes = 0)
    {
        this.tape = tape;
        stamp = tape.Stamp + hiddenAxes;
        Id = id;
    }

    /// <summary>The tape.</summary>
    public Tape Tape => tape ?? throw new InvalidOperationException("This variable belongs to no tape (it is the default value of the struct): make it with Tape.Input, Tape.Constant or an op.");

    /// <summary>The lengths along the axes.</summary>
    public Shape Shape => IsBatched ? new Shape(Physical.Shape.Lengths[HiddenAxes..]) : Physical.Shape;

    /// <summary>The type of the elements.</summary>
    public ElementType ElementType => Physical.ElementType;

    /// <summary>The elements: a view that the tape owns, valid until <see cref="Tape.Reset"/>.</summary>
    /// <exception cref="InvalidOperationException">Within <see cref="Batch.Map"/>, where a variable stands for many values.</exception>
    public UntypedArray Value => IsBatched ? throw ManyValues() : Physical;

    /// <summary>The number of the value on its tape: two variables of one tape with the same number are the same value.</summary>
    public int Id { get; }

    /// <summary>Whether this variable is of a tape, and not of one of its earlier epochs.</summary>
    internal bool IsUsableOn(Tape other) => ReferenceEquals(tape, other) && other.Stamp == stamp;

    /// <summary>Whether this is no variable: in rules, a sensitivity that is exactly zero.</summary>
    internal bool IsNone => tape is null;

    /// <summary>The number of axes in front that <see cref="Batch.Map"/> hides: the members of the batches that are under way.</summary>
    internal int HiddenAxes => stamp & (Tape.StampStep - 1);

    /// <summary>Whether axes are hidden.</summary>
    internal bool IsBatched => HiddenAxes != 0;

    private ref readonly UntypedArray Physical
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if (tape is null || tape.Stamp != (stamp & -Tape.StampStep)) throw Unusable();
            return ref tape.ValueOf(Id);
        }
    }

    /// <summary>a + b, broadcast.</summary>
    public static Var operator +(Var left, Var right) => UntypedOps.Add(left, right);

    /// <summary>a - b, broadcast.</summary>
    public static Var operator -(Var left, Var right) => UntypedOps.Subtract(left, right);

    /// <summary>a b, elementwise, broadcast.</summary>
    public static Var operator *(Var left, Var right) => UntypedOps.Multiply(left, right);

    /// <summary>a / b, elementwise, broadcast.</summary>
    public static Var operator /(Var left, Var right) => UntypedOps.Divide(left, right);

    /// <summary>-a.</summary>
    public static Var operator -(Var value) => UntypedOps.Affine(-1, value, 0);

    /// <summary>s a for a number s.</summary>
    public static Var operator *(Complex scale, Var value) => UntypedOps.Affine(scale, value, 0);

    /// <summary>This variable under its element type.</summary>
    /// <exception cref="InvalidOperationException">The elements are of another type.</exception>
    public Var<T> As<T>()
        where T : unmanaged
    {
        if (ElementTypes.Of<T>() != ElementType) throw new InvalidOperationException($"A variable of {ElementType} elements is no variable of {typeof(T).Name}.");
        return new Var<T>(this);
    }

    /// <summary>Element type and shape as text.</summary>
    public override string ToString() => tape is null ? "none" : Value.ToString();

    internal string DebuggerText => new VarDebugView(this).Line;

    /// <summary>The array with all axes; null for no variable and for a stale one.</summary>
    internal UntypedArray? Peek => tape is null || tape.Stamp != (stamp & -Tape.StampStep) ? null : tape.ValueOf(Id);

    /// <summary>The same node with so many of its axes hidden.</summary>
    internal Var Hiding(int axes) => new(Tape, Id, axes);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static InvalidOperationException ManyValues() =>
        new("Within Batch.Map a variable stands for one value of each member of the batch: it has no value to read, so a branch cannot depend on it (use Where).");

    /// <summary>Apart, so that the check is small enough to stand in its callers.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private Exception Unusable() => Tape.Stamp == stamp ? new UnreachableException() : new ObjectDisposedException(nameof(Var), "This variable is stale: its tape was reset since it was made.");
}

/// <summary>A value on a tape: what a differentiable program computes with.</summary>
/// <typeparam name="T">The element type: float, double, <see cref="ComplexF"/> or <see cref="Complex"/>.</typeparam>
[DebuggerDisplay("{DebuggerText,nq}")]
[DebuggerTypeProxy(typeof(VarDebugView<>))]
public readonly struct Var<T>
    where T : unmanaged
{
    private readonly Var untyped;

    internal Var(Var untyped) => this.untyped = untyped;

    /// <summary>The tape.</summary>
    public Tape Tape => untyped.Tape;

    /// <summary>The lengths along the axes.</summary>
    public Shape Shape => untyped.Shape;

    /// <summary>The elements: a view that the tape owns, valid until <see cref="Tape.Reset"/>.</summary>
    public NdArray<T> Value => untyped.Value.As<T>();

    /// <summary>
    /// A view of a part, axis by axis: an index (the axis goes), a range, or a range with a step: <c>x[1..3, ^1]</c>, <c>x[.., (0..8, 2)]</c>. Axes that are not named are taken whole.
    /// </summary>
    /// <param name="ranges">At most one per axis.</param>
    public Var<T> this[params ReadOnlySpan<AxisRange> ranges] => new(UntypedOps.Part(untyped, ranges));

    /// <summary>The variable with its element type known at run time.</summary>
    public static implicit operator Var(Var<T> value) => value.untyped;

    /// <summary>a + b, broadcast.</summary>
    public static Var<T> operator +(Var<T> left, Var<T> right) => new(left.untyped + right.untyped);

    /// <summary>a + b for a number b.</summary>
    public static Var<T> operator +(Var<T> left, Complex right) => new(UntypedOps.Affine(1, left, Fitting(right)));

    /// <summary>a + b for a number a.</summary>
    public static Var<T> operator +(Complex left, Var<T> right) => right + left;

    /// <summary>a - b, broadcast.</summary>
    public static Var<T> operator -(Var<T> left, Var<T> right) => new(left.untyped - right.untyped);

    /// <summary>a - b for a number b.</summary>
    public static Var<T> operator -(Var<T> left, Complex right) => left + (-right);

    /// <summary>a - b for a number a.</summary>
    public static Var<T> operator -(Complex left, Var<T> right) => new(UntypedOps.Affine(-1, right, Fitting(left)));

    /// <summary>-a.</summary>
    public static Var<T> operator -(Var<T> value) => new(-value.untyped);

    /// <summary>a b, elementwise, broadcast.</summary>
    public static Var<T> operator *(Var<T> left, Var<T> right) => new(left.untyped * right.untyped);

    /// <summary>a b for a number b.</summary>
    public static Var<T> operator *(Var<T> left, Complex right) => new(Fitting(right) * left.untyped);

    /// <summary>a b for a number a.</summary>
    public static Var<T> operator *(Complex left, Var<T> right) => new(Fitting(left) * right.untyped);

    /// <summary>a / b, elementwise, broadcast.</summary>
    public static Var<T> operator /(Var<T> left, Var<T> right) => new(left.untyped / right.untyped);

    /// <summary>a / b for a number b.</summary>
    public static Var<T> operator /(Var<T> left, Complex right) => left * (1 / right);

    /// <summary>a / b for a number a, elementwise.</summary>
    public static Var<T> operator /(Complex left, Var<T> right) => new(UntypedOps.ConstantLike(right, left) / right.untyped);

    /// <summary>The variable with its element type known at run time.</summary>
    public Var ToVar() => untyped;

    internal string DebuggerText => untyped.DebuggerText;

    /// <summary>Element type and shape as text.</summary>
    public override string ToString() => untyped.ToString();

    /// <summary>A number that stands beside a variable: with an imaginary part only beside a complex one, for the result has the variable's element type.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Complex Fitting(Complex number) => number.Imaginary == 0 || (typeof(T) != typeof(float) && typeof(T) != typeof(double)) ? number : throw Unfitting(number);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ArgumentException Unfitting(Complex number) => new($"a complex number {number} beside a variable of real elements ({typeof(T).Name}): convert the variable with ToComplex");
}
