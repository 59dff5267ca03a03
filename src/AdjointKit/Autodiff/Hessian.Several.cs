using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Autodiff;

/// <content>Several real inputs: two of any precision, a list of one type, or a record; a block for each pair.</content>
public static partial class Hessian
{
    /// <summary>The gradients of f at (x, y) and the blocks of its Hessian: XY holds the derivatives by y of the gradient with respect to x, of the shape of x followed by that of y. The caller owns the arrays.</summary>
    /// <param name="f">A function that gives a real number, built from ops that have second derivatives.</param>
    /// <param name="x">The first input.</param>
    /// <param name="y">The second input.</param>
    /// <param name="compute">Where to compute; null: on the CPU, on the calling thread.</param>
    public static ((NdArray<TX> X, NdArray<TY> Y) Gradient, (NdArray<TX> XX, NdArray<TX> XY, NdArray<TY> YX, NdArray<TY> YY) Hessian) Of<TX, TY>(
        Func<Var<TX>, Var<TY>, Var> f, NdArray<TX> x, NdArray<TY> y, Compute? compute = null)
        where TX : unmanaged, IFloatingPointIeee754<TX>
        where TY : unmanaged, IFloatingPointIeee754<TY>
    {
        ArgumentNullException.ThrowIfNull(f);
        (UntypedArray[] g, UntypedArray[,] h) = Of((_, v) => f(v[0].As<TX>(), v[1].As<TY>()), [x, y], compute);
        return ((g[0].As<TX>(), g[1].As<TY>()), (h[0, 0].As<TX>(), h[0, 1].As<TX>(), h[1, 0].As<TY>(), h[1, 1].As<TY>()));
    }

    /// <summary>
    /// The gradients of f with respect to several inputs and the blocks of its Hessian: block (i, k) holds the derivatives by input k of gradient i, of the shape of input i followed by that of
    /// input k. The caller owns the arrays.
    /// </summary>
    /// <param name="f">A function that gives a real number, built from ops that have second derivatives.</param>
    /// <param name="inputs">Where to differentiate.</param>
    /// <param name="compute">Where to compute; null: on the CPU, on the calling thread.</param>
    public static (NdArray<T>[] Gradients, NdArray<T>[,] Hessian) Of<T>(Func<IReadOnlyList<Var<T>>, Var> f, IReadOnlyList<NdArray<T>> inputs, Compute? compute = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(f);
        (UntypedArray[] gradients, UntypedArray[,] blocks) = Of((_, v) => f(Typed.Variables<T>(v)), Typed.Untyped(inputs), compute);
        var hessian = new NdArray<T>[gradients.Length, gradients.Length];
        for (int i = 0; i < gradients.Length; i++)
        {
            for (int k = 0; k < gradients.Length; k++) hessian[i, k] = blocks[i, k].As<T>();
        }

        return (Typed.Arrays<T>(gradients), hessian);
    }

    /// <summary>The gradient of f at a record of real arrays, as a record of the same kind, and the blocks of its Hessian. The caller owns the arrays.</summary>
    /// <param name="f">A function that gives a real number, built from ops that have second derivatives.</param>
    /// <param name="at">Where to differentiate.</param>
    /// <param name="compute">Where to compute; null: on the CPU, on the calling thread.</param>
    public static (TRecord Gradient, RecordHessian<TRecord> Hessian) Of<TRecord>(Func<RecordVariables<TRecord>, Var> f, TRecord at, Compute? compute = null)
        where TRecord : IArrayRecord<TRecord>
    {
        ArgumentNullException.ThrowIfNull(f);
        UntypedArray[] arrays = RecordArrays.Of(at);
        (UntypedArray[] gradients, UntypedArray[,] blocks) = Of((tape, v) => f(new RecordVariables<TRecord>(tape, at, arrays, v)), arrays, compute);
        return (RecordArrays.Rebuilt(at, gradients), new RecordHessian<TRecord>(at, arrays, blocks));
    }

    private static (UntypedArray[] Gradients, UntypedArray[,] Blocks) Of(Func<Tape, Var[], Var> f, UntypedArray[] at, Compute? compute)
    {
        foreach (UntypedArray input in at)
        {
            if (ElementTypes.IsComplex(input.ElementType)) throw new ArgumentException($"a Hessian is that of real arrays, and one of them is {input}: take its products with directions (Hvp)", nameof(at));
        }

        using Gradient.Scope scope = new(compute);
        Tape tape = scope.Tape;
        var run = Traced.On(tape, v => f(tape, v), at);
        Var[] gradients = run.RecordedGradients();
        UntypedArray[] values = scope.CopyOut(gradients);
        var blocks = new UntypedArray[at.Length, at.Length];
        for (int k = 0; k < at.Length; k++) FillColumns(tape, run, gradients, k, blocks);
        for (int i = 0; i < at.Length; i++)
        {
            for (int k = 0; k < at.Length; k++) blocks[i, k] = blocks[i, k].Reshape(new Shape([.. at[i].Shape.Lengths, .. at[k].Shape.Lengths]));
        }

        return (values, blocks);
    }

    /// <summary>The blocks of derivatives by one input: a forward sweep through all gradients for each of its elements.</summary>
    private static void FillColumns(Tape tape, Traced run, Var[] gradients, int k, UntypedArray[,] blocks)
    {
        Backend backend = tape.Compute.Backend;
        UntypedArray seed = backend.Allocate(run.Inputs[k].ElementType, run.Inputs[k].Shape, account: null);
        UntypedArray[] changes = [.. gradients.Select(gradient => backend.Allocate(gradient.ElementType, gradient.Shape, account: null))];
        for (int i = 0; i < gradients.Length; i++) blocks[i, k] = backend.Allocate(gradients[i].ElementType, new Shape(gradients[i].Shape.Count, seed.Count), account: null);
        var pushed = new Var[gradients.Length];
        int mark = tape.SweepMark;
        for (nint column = 0; column < seed.Count; column++)
        {
            Jacobian.SetUnit(tape, seed, column);
            tape.PushForward(gradients, [run.Inputs[k]], [tape.AddNode(seed, owned: false, active: false)], pushed, record: false, first: 0);
            for (int i = 0; i < pushed.Length; i++)
            {
                backend.Copy(pushed[i].Value, changes[i]);
                backend.Copy(changes[i].Reshape(new Shape(changes[i].Count)), blocks[i, k].Select(1, column));
            }

            tape.ReleaseSweep(mark);
        }

        foreach (UntypedArray change in changes) change.Release();
        seed.Release();
    }
}
