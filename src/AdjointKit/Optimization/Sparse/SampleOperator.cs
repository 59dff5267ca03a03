using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Operators;

namespace AdjointKit.Optimization;

/// <summary>An operator in the steps of sparse recovery: whatever its shapes, signals are [samples, columns] there and data [samples, rows], and a number of each sample is [samples, 1].</summary>
internal sealed class SampleOperator
{
    private readonly LinearOperator a;
    private readonly Shape signals;
    private readonly Shape data;

    internal SampleOperator(LinearOperator a)
    {
        this.a = a;
        nint samples = 1;
        for (int axis = 0; axis < a.SampleAxes; axis++) samples *= a.Domain[axis];
        signals = new Shape(samples, a.Domain.Count / samples);
        data = new Shape(samples, a.Range.Count / samples);
        PerSample = new Shape(samples, 1);
    }

    internal nint Samples => signals[0];

    /// <summary>The number of elements of a signal.</summary>
    internal nint Columns => signals[1];

    /// <summary>The number of elements of the data of a sample.</summary>
    internal nint Rows => data[1];

    /// <summary>The number of reals in a signal.</summary>
    internal nint RealColumns => Columns * Parts(a.DomainType);

    /// <summary>The number of reals in the data of a sample.</summary>
    internal nint RealRows => Rows * Parts(a.RangeType);

    /// <summary>The number of reals in an element of a signal.</summary>
    internal int RealParts => Parts(a.DomainType);

    /// <summary>The shape of a number of each sample.</summary>
    internal Shape PerSample { get; }

    internal Var Apply(Var x) => UntypedOps.Reshape(UntypedOps.ApplyOperator(a, UntypedOps.Reshape(x, a.Domain)), data);

    internal Var ApplyAdjoint(Var y) => UntypedOps.Reshape(UntypedOps.ApplyOperator(a.Adjoint, UntypedOps.Reshape(y, a.Range)), signals);

    /// <summary>A^H y, or W^H y with a matrix [rows, columns] in the place of the operator's.</summary>
    internal Var Back(Var matrix, Var y) => matrix.IsNone ? ApplyAdjoint(y) : UntypedOps.MatMul(MatrixForm.Plain, y, MatrixForm.Conjugated, matrix);

    /// <summary>y - A x.</summary>
    internal Var Misfit(Var y, Var x) => y - Apply(x);

    /// <summary>An array of the operator's domain as signals.</summary>
    internal Var Signals(Var x) => UntypedOps.Reshape(x, signals);

    /// <summary>An array of the operator's range as data.</summary>
    internal Var Data(Var y) => UntypedOps.Reshape(y, data);

    /// <summary>Signals in the shape of the operator's domain.</summary>
    internal Var InDomain(Var x) => UntypedOps.Reshape(x, a.Domain);

    /// <summary>A number of each sample, shaped so that it is broadcast to the operator's domain.</summary>
    internal Var PerSampleInDomain(Var number)
    {
        Shape shape = a.Domain;
        for (int axis = a.SampleAxes; axis < shape.Rank; axis++) shape = shape.With(axis, 1);
        return UntypedOps.Reshape(number, shape);
    }

    /// <summary>The sum over each sample.</summary>
    internal Var Sum(Var x) => UntypedOps.SumTo(x, PerSample);

    /// <summary>The Euclidean norm of each sample.</summary>
    internal Var Norm(Var x) => UntypedOps.Norm(x, 2, PerSample);

    private static int Parts(ElementType type) => ElementTypes.IsComplex(type) ? 2 : 1;
}
