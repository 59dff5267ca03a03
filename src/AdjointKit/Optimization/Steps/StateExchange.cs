using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Optimization.Steps;

/// <summary>Copies the state of a solver out of it, or back into it.</summary>
internal sealed class StateExchange : IStateVisitor<UntypedArray, RealScalar>, IStateVisitor<UntypedArray, ComplexScalar>
{
    private readonly Backend backend;
    private readonly List<UntypedArray> arrays = [];
    private readonly List<double> numbers = [];
    private readonly SolverState? from;
    private int nextArray;
    private int nextNumber;

    /// <summary>Begins to copy.</summary>
    /// <param name="backend">The backend of the arrays.</param>
    /// <param name="from">What is put back; null: the state is copied out.</param>
    internal StateExchange(Backend backend, SolverState? from)
    {
        this.backend = backend;
        this.from = from;
    }

    /// <summary>Whether a state is put back, and not copied out.</summary>
    internal bool PutsBack => from is not null;

    public void Vector(ref UntypedArray vector)
    {
        if (from is null)
        {
            UntypedArray copy = backend.Allocate(vector.ElementType, vector.Shape, account: null);
            backend.Copy(vector, copy);
            arrays.Add(copy);
            return;
        }

        if (nextArray == from.Arrays.Count) throw Different();
        UntypedArray saved = from.Arrays[nextArray++];
        if (saved.ElementType != vector.ElementType || saved.Shape != vector.Shape) throw Different();
        backend.Copy(saved, vector);
    }

    public void Number(ref RealScalar number)
    {
        double value = number;
        Number(ref value);
        number = value;
    }

    public void Number(ref ComplexScalar number)
    {
        Complex value = number;
        Number(ref value);
        number = value;
    }

    internal void Number(ref double number)
    {
        if (from is null)
        {
            numbers.Add(number);
            return;
        }

        if (nextNumber == from.Numbers.Count) throw Different();
        number = from.Numbers[nextNumber++];
    }

    internal void Number(ref Complex number)
    {
        double real = number.Real;
        double imaginary = number.Imaginary;
        Number(ref real);
        Number(ref imaginary);
        number = new Complex(real, imaginary);
    }

    internal void Integer(ref int number)
    {
        double value = number;
        Number(ref value);
        number = (int)value;
    }

    internal void Numbers(Span<double> values)
    {
        foreach (ref double value in values) Number(ref value);
    }

    internal void Numbers(Span<Complex> values)
    {
        foreach (ref Complex value in values) Number(ref value);
    }

    /// <summary>An array that is no part of a step's struct.</summary>
    internal void Array(UntypedArray array) => Vector(ref array);

    internal SolverState Result(string method, IReadOnlyList<SolverStep> history) => new(method, arrays, numbers, history);

    /// <summary>Refuses a state of which something is left over.</summary>
    internal void Finish()
    {
        if (nextArray != from!.Arrays.Count || nextNumber != from.Numbers.Count) throw Different();
    }

    private static ArgumentException Different() => new("the state is of a problem of another shape, or of other options: make the solver as the one that saved it was made");
}
