using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Optics;

/// <summary>A propagation recorded on the tape of its field, step by step.</summary>
internal sealed class RecordedPath<T> : PropagationPath
    where T : unmanaged
{
    private readonly PropagationVariables at;
    private Var<T> current;

    internal RecordedPath(Var<T> field, in PropagationVariables at)
        : base(field.Shape.Rank >= 2 ? field.Shape[-2] : 0, field.Shape.Rank >= 2 ? field.Shape[-1] : 0)
    {
        if (field.Shape.Rank < 2) throw new ArgumentException($"a field has the axes [y, x], and others in front of them if there are many: this one has the shape {field.Shape}", nameof(field));
        current = field;
        this.at = at;
        Numbers = new PropagationNumbers(
            PropagationMethod.Scalar(at.Wavelength), PropagationMethod.Scalar(at.Distance), PropagationMethod.Scalar(at.Index), PropagationMethod.Scalar(at.PitchY), PropagationMethod.Scalar(at.PitchX));
    }

    public override PropagationNumbers Numbers { get; }

    /// <summary>The field behind the last step.</summary>
    internal Var<T> Field
    {
        get
        {
            End();
            return current;
        }
    }

    private protected override void TakeResize(nint ny, nint nx)
    {
        int rank = current.Shape.Rank;
        if (ny < Ny || nx < Nx)
        {
            current = Ops.Slice(Ops.Slice(current, rank - 2, (Ny / 2) - (ny / 2), ny), rank - 1, (Nx / 2) - (nx / 2), nx);
            return;
        }

        Span<(nint, nint)> widths = stackalloc (nint, nint)[rank];
        widths.Clear();
        nint top = (ny / 2) - (Ny / 2);
        nint left = (nx / 2) - (Nx / 2);
        widths[^2] = (top, ny - Ny - top);
        widths[^1] = (left, nx - Nx - left);
        current = Ops.Pad(current, widths);
    }

    private protected override void TakeFilter(GridFunction function, bool isResponse, bool isEven)
    {
        Tape tape = current.Tape;
        // The tape reads them as long as it lives.
        var numbers = new GridNumbers(tape.Compute, Ny, Nx, fromMiddle: false);
        Var<Complex> values = function(tape.Constant(numbers.Rows), tape.Constant(numbers.Columns), at);
        current = Ops.FourierFilter(current, FieldFunctions.Rounded<T>(isResponse ? Ops.Fft2(values) : values));
    }

    private protected override void TakeTransform(bool positive)
    {
        // The inverse transform is scaled by 1/N.
        if (positive) current = (double)(Ny * Nx) * Ops.InverseFft2(current);
        else current = Ops.Fft2(current);
    }

    private protected override void TakeWaves(nint ny, nint nx, GridFunction frequencies)
    {
        Tape tape = current.Tape;
        var numbers = new GridNumbers(tape.Compute, Ny, Nx, fromMiddle: true);
        Var<Complex> values = frequencies(tape.Constant(numbers.Rows), tape.Constant(numbers.Columns), at);
        current = WaveSum.Synthesize(current.ToVar(), Ops.Imaginary(values).ToVar(), Ops.Real(values).ToVar(), new Shape(ny, nx)).As<T>();
    }

    private protected override void TakeFactors(GridFunction factors)
    {
        Tape tape = current.Tape;
        var numbers = new GridNumbers(tape.Compute, Ny, Nx, fromMiddle: true);
        current *= FieldFunctions.Rounded<T>(factors(tape.Constant(numbers.Rows), tape.Constant(numbers.Columns), at));
    }
}
