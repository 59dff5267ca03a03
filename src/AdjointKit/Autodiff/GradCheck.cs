using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;

namespace AdjointKit.Autodiff;

/// <summary>
/// Checks a gradient against differences: along seeded random directions and in single elements v, the derivative Re(gradient, v) is compared with
/// central differences of the function, extrapolated to step zero (Richardson; the choice of the step as in Ridders, "Accurate computation of F'(x) and F'(x) F''(x)",
/// Adv. Eng. Software 4, 1982). Errors are relative to the largest |gradient|, for v of unit Euclidean norm. The result tells where the worst error is
/// (<see cref="CheckResult.Where"/>). Double precision; <see cref="GradCheck.RunSingle(string, Func{Var{float}, Var}, Func{Var{double}, Var}, NdArray{float}, double, ulong, Compute?)"/> for single.
/// </summary>
public static partial class GradCheck
{
    /// <summary>Checks a gradient that was computed elsewhere.</summary>
    /// <param name="name">What is tested, for the report.</param>
    /// <param name="value">The function; called with arrays of the shape of x, which it must not keep.</param>
    /// <param name="x">Where the gradient was taken (double or Complex).</param>
    /// <param name="gradient">The gradient to check.</param>
    /// <param name="tangent">The derivative along a direction by forward mode, to be compared with the gradient too; null: not looked at.</param>
    /// <param name="options">How thoroughly to look.</param>
    /// <param name="compute">Where the arrays lie and are combined; null: on the CPU, on the calling thread.</param>
    public static CheckResult Run<T>(
        string name, Func<NdArray<T>, double> value, NdArray<T> x, NdArray<T> gradient, Func<NdArray<T>, double>? tangent = null, GradCheckOptions? options = null, Compute? compute = null)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(value);
        using Compute? own = compute is null ? new Compute(threads: 1) : null;
        Func<UntypedArray[], double>? along = tangent is null ? null : direction => tangent(direction[0].As<T>());
        return new DirectionalCheck((compute ?? own!).Backend, options ?? new GradCheckOptions(), [x], [gradient], at => value(at[0].As<T>()), along).Run(name);
    }

    /// <summary>Checks reverse mode of a function of variables against differences, and its forward mode against its reverse mode.</summary>
    /// <param name="name">What is tested, for the report.</param>
    /// <param name="f">The function. A result of several elements is reduced to one number by seeded random weights.</param>
    /// <param name="x">Where to differentiate (double or Complex).</param>
    /// <param name="options">How thoroughly to look.</param>
    /// <param name="compute">Where to compute; null: on the CPU, on the calling thread.</param>
    public static CheckResult Run<T>(string name, Func<Var<T>, Var> f, NdArray<T> x, GradCheckOptions? options = null, Compute? compute = null)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(f);
        return Run(name, (_, v) => f(v[0].As<T>()), [x], options, compute);
    }

    /// <summary>As <see cref="Run{T}(string, Func{Var{T}, Var}, NdArray{T}, GradCheckOptions?, Compute?)"/>, of several inputs: directions go through all of them at once.</summary>
    /// <param name="name">What is tested, for the report.</param>
    /// <param name="f">The function.</param>
    /// <param name="inputs">Where to differentiate (double or Complex).</param>
    /// <param name="options">How thoroughly to look; elements are counted through all inputs.</param>
    /// <param name="compute">Where to compute; null: on the CPU, on the calling thread.</param>
    public static CheckResult Run<T>(string name, Func<IReadOnlyList<Var<T>>, Var> f, IReadOnlyList<NdArray<T>> inputs, GradCheckOptions? options = null, Compute? compute = null)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(f);
        return Run(name, (_, v) => f(Typed.Variables<T>(v)), Typed.Untyped(inputs), options, compute);
    }

    /// <summary>As <see cref="Run{T}(string, Func{Var{T}, Var}, NdArray{T}, GradCheckOptions?, Compute?)"/>, of a record of arrays.</summary>
    /// <param name="name">What is tested, for the report.</param>
    /// <param name="f">The function; it takes the variable of each array by <see cref="RecordVariables{TRecord}.Of{T}"/>.</param>
    /// <param name="at">Where to differentiate (double or Complex).</param>
    /// <param name="options">How thoroughly to look; elements are counted through all arrays in the order of the record.</param>
    /// <param name="compute">Where to compute; null: on the CPU, on the calling thread.</param>
    public static CheckResult Run<TRecord>(string name, Func<RecordVariables<TRecord>, Var> f, TRecord at, GradCheckOptions? options = null, Compute? compute = null)
        where TRecord : IArrayRecord<TRecord>
    {
        ArgumentNullException.ThrowIfNull(f);
        UntypedArray[] arrays = RecordArrays.Of(at);
        return Run(name, (tape, v) => f(new RecordVariables<TRecord>(tape, at, arrays, v)), arrays, options, compute);
    }

    private static CheckResult Run(string name, Func<Tape, Var[], Var> f, UntypedArray[] x, GradCheckOptions? options, Compute? compute)
    {
        using Compute? own = compute is null ? new Compute(threads: 1) : null;
        Compute used = compute ?? own!;
        options ??= new GradCheckOptions();
        using var recorded = new Tape(used);
        (Var loss, Var[] inputs) = Record(recorded, x);
        var gradients = new Var[x.Length];
        recorded.Gradients(loss, recorded.OneLike(loss), inputs, gradients, record: false);
        return new DirectionalCheck(used.Backend, options, x, [.. gradients.Select(gradient => gradient.Value)], Value, Tangent).Run(name);

        (Var Loss, Var[] Inputs) Record(Tape tape, UntypedArray[] at)
        {
            Var[] variables = [.. at.Select(array => tape.AddNode(array, owned: false, active: true))];
            return (Reduce(f(tape, variables), options.Seed), variables);
        }

        double Value(UntypedArray[] at)
        {
            using var tape = new Tape(used);
            return ReadNumber(Record(tape, at).Loss);
        }

        double Tangent(UntypedArray[] direction)
        {
            using var tape = new Tape(used);
            (Var result, Var[] variables) = Record(tape, x);
            Var[] tangents = [.. direction.Select(array => tape.AddNode(array, owned: false, active: false))];
            return ReadNumber(tape.PushForward(result, variables, tangents, record: false));
        }
    }

    /// <summary>A real number as it is; anything else times random weights of its own type, real part of the sum.</summary>
    private static Var Reduce(Var output, ulong seed)
    {
        if (output.Shape.Count == 1 && !ElementTypes.IsComplex(output.ElementType)) return output;
        Tape tape = output.Tape;
        UntypedArray weights = tape.Compute.Backend.Allocate(output.ElementType, output.Shape, account: null);
        tape.Compute.Backend.FillNormal(weights, new CounterRandom(seed, Stream: 99));
        return UntypedOps.Real(UntypedOps.InnerProduct(tape.AddNode(weights, owned: true, active: false), output));
    }

    private static double ReadNumber(Var value)
    {
        Tape tape = value.Tape;
        return tape.Compute.Backend.Dot(tape.OneLike(value).Value, value.Value).Real;
    }
}
