using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Loops;

namespace AdjointKit.Tests.Loops;

/// <summary>Programs of many steps, each written twice: as a plain loop on the tape and as a scan under a schedule.</summary>
internal sealed class LoopProgram(string name, int steps, double[][] inputs, Shape[] shapes, Func<IReadOnlyList<Var<double>>, Var<double>> plain, Func<IReadOnlyList<Var<double>>, Schedule, Action<LoopPlan>?, Var<double>> scanned)
{
    public int Steps => steps;

    /// <summary>How often the record of the first step goes into that of the largest one.</summary>
    public int Growth { get; private init; } = 1;

    public Func<IReadOnlyList<Var<double>>, Var<double>> Plain => plain;

    public static LoopProgram[] All { get; } = [Recurrent(), RungeKutta(), Wave(), PassedOn(), Alternating()];

    public NdArray<double>[] Inputs() => [.. inputs.Zip(shapes, (elements, shape) => NdArray.From<double>(elements, shape))];

    public NdArray<double>[] Directions() => [.. inputs.Zip(shapes, (elements, shape) => NdArray.From<double>([.. elements.Select((_, i) => Math.Cos(3.0 * i + elements.Length))], shape))];

    public Var<double> Scanned(IReadOnlyList<Var<double>> v, Schedule schedule, Action<LoopPlan>? planned = null) => scanned(v, schedule, planned);

    public override string ToString() => name;

    /// <summary>h = tanh(x W + h V + b), the state being the output too; X is differentiated.</summary>
    private static LoopProgram Recurrent()
    {
        const int steps = 20;
        return new LoopProgram(
            "recurrent network",
            steps,
            [Some(steps * 2 * 3), Some(12, 0.4), Some(16, 0.3), Some(4)],
            [new(steps, 2, 3), new(3, 4), new(4, 4), new(4)],
            v =>
            {
                Var<double> h = v[0].Tape.Constant(NdArray.Zeros<double>(2, 4));
                var all = new Var<double>[steps];
                for (int t = 0; t < steps; t++) all[t] = h = Cell(h, Ops.Reshape(Ops.Slice(v[0], 0, t, 1), 2, 3), v[1], v[2], v[3]);
                return Ops.Sum(Ops.Square(h)) + Ops.Sum(Ops.Sin(Ops.Stack<double>(all)));
            },
            (v, schedule, planned) =>
            {
                LoopResult result = Scan.Run(
                    frame => frame.Next[0] = frame.Outputs[0] = Cell(frame.State[0].As<double>(), frame.Inputs[0].As<double>(), frame.Parameters[0].As<double>(), frame.Parameters[1].As<double>(), frame.Parameters[2].As<double>()),
                    [v[0].Tape.Constant(NdArray.Zeros<double>(2, 4))],
                    [v[0]],
                    [v[1], v[2], v[3]],
                    outputs: 1,
                    schedule: schedule,
                    planned: planned);
                return Ops.Sum(Ops.Square(result.State[0].As<double>())) + Ops.Sum(Ops.Sin(result.Outputs[0].As<double>()));
            });
    }

    /// <summary>Runge-Kutta of fourth order on the equations of Lotka and Volterra.</summary>
    private static LoopProgram RungeKutta()
    {
        const int steps = 40;
        return new LoopProgram(
            "Runge-Kutta",
            steps,
            [[1.0, 1.2], [1.5, 1, 3, 1]],
            [new(2), new(4)],
            v =>
            {
                Var<double> y = v[0];
                for (int t = 0; t < steps; t++) y = RungeKuttaStep(y, v[1]);
                return Ops.Sum(Ops.Square(y));
            },
            (v, schedule, planned) => Ops.Sum(Ops.Square(Scan.Run(frame => frame.Next[0] = RungeKuttaStep(frame.State[0].As<double>(), frame.Parameters[0].As<double>()), [v[0]], default, [v[1]], steps: steps, schedule: schedule, planned: planned).State[0].As<double>())));
    }

    /// <summary>A wave on a string, two states of which one is passed on, a source and a receiver.</summary>
    private static LoopProgram Wave()
    {
        const int steps = 40;
        const int n = 21;
        return new LoopProgram(
            "wave",
            steps,
            [[.. Some(n).Select(c => 0.2 + (0.1 * c))], Some(steps)],
            [new(n), new(steps)],
            v =>
            {
                Var<double> before = v[0].Tape.Constant(NdArray.Zeros<double>(n));
                Var<double> now = v[0].Tape.Constant(NdArray.Zeros<double>(n));
                Var<double>? loss = null;
                for (int t = 0; t < steps; t++)
                {
                    (before, now) = (now, WaveStep(before, now, v[0], Ops.Reshape(Ops.Slice(v[1], 0, t, 1))));
                    Var<double> term = Ops.Square(Ops.Reshape(Ops.Slice(now, 0, 2, 1)));
                    loss = loss is null ? term : loss.Value + term;
                }

                return loss!.Value;
            },
            (v, schedule, planned) => Ops.Sum(Ops.Square(Scan.Run(
                frame =>
                {
                    Var<double> next = WaveStep(frame.State[0].As<double>(), frame.State[1].As<double>(), frame.Parameters[0].As<double>(), frame.Inputs[0].As<double>());
                    frame.Next[0] = frame.State[1];
                    frame.Next[1] = next;
                    frame.Outputs[0] = Ops.Reshape(Ops.Slice(next, 0, 2, 1));
                },
                [v[0].Tape.Constant(NdArray.Zeros<double>(n)), v[0].Tape.Constant(NdArray.Zeros<double>(n))],
                [v[1]],
                [v[0]],
                outputs: 1,
                schedule: schedule,
                planned: planned).Outputs[0].As<double>())));
    }

    /// <summary>States that are exchanged, one that is given on as it is, one that is a parameter, one used twice; an output that is the input of the step.</summary>
    private static LoopProgram PassedOn()
    {
        const int steps = 23;
        return new LoopProgram(
            "states passed on",
            steps,
            [Some(3), Some(3, 0.7), Some(steps * 3), Some(3, 0.9)],
            [new(3), new(3), new(steps, 3), new(3)],
            v =>
            {
                (Var<double> a, Var<double> b, Var<double> c, Var<double> d) = (v[0], v[1], v[0], v[1]);
                Var<double>? loss = null;
                for (int t = 0; t < steps; t++)
                {
                    Var<double> x = Ops.Reshape(Ops.Slice(v[2], 0, t, 1), 3);
                    (Var<double> next, Var<double> output) = Mixed(a, b, c, d, x, v[3]);
                    Var<double> term = Ops.Sum(output * x);
                    loss = loss is null ? term : loss.Value + term;
                    (a, b, c) = (next, a, v[3]);
                }

                return loss!.Value + Ops.Sum((a * b) + Ops.Sin(c + d));
            },
            (v, schedule, planned) =>
            {
                LoopResult result = Scan.Run(
                    frame =>
                    {
                        (Var<double> next, Var<double> output) = Mixed(frame.State[0].As<double>(), frame.State[1].As<double>(), frame.State[2].As<double>(), frame.State[3].As<double>(), frame.Inputs[0].As<double>(), frame.Parameters[0].As<double>());
                        frame.Next[0] = next;
                        frame.Next[1] = frame.State[0];
                        frame.Next[2] = frame.Parameters[0];
                        frame.Next[3] = frame.State[3];
                        frame.Outputs[0] = output;
                        frame.Outputs[1] = frame.Inputs[0];
                    },
                    [v[0], v[1], v[0], v[1]],
                    [v[2]],
                    [v[3]],
                    outputs: 2,
                    schedule: schedule,
                    planned: planned);
                return Ops.Sum(result.Outputs[0].As<double>() * result.Outputs[1].As<double>())
                    + Ops.Sum((result.State[0].As<double>() * result.State[1].As<double>()) + Ops.Sin(result.State[2].As<double>() + result.State[3].As<double>()));
            });
    }

    /// <summary>
    /// A state and a parameter that are added in one step, where their sensitivity is that of the sum itself and one array with it, and multiplied in the step before, where a product
    /// is added to it in one rounding or in two: two if the array is not theirs alone. The state after the products stands in another state too. Many elements, for few round otherwise.
    /// </summary>
    private static LoopProgram Alternating()
    {
        const int steps = 24;
        const int n = 64;
        return new LoopProgram(
            "sums and products in turn",
            steps,
            [Between(n, 0.4), Between(n, 0.7), Between(n, 1.1), Between(n, 2.3)],
            [new(n), new(n), new(n), new(n)],
            v =>
            {
                (Var<double> a, Var<double> e) = (v[0], v[1]);
                for (int t = 0; t < steps; t++)
                {
                    a = Turn(t, a, e, v[2], v[3]);
                    e = a * v[2];
                }

                return Ops.Sum(Ops.Square(a));
            },
            (v, schedule, planned) => Ops.Sum(Ops.Square(Scan.Run(
                frame =>
                {
                    Var<double> d = frame.State[2].As<double>();
                    Var<double> next = Turn(frame.Step, frame.State[0].As<double>(), frame.State[1].As<double>(), d, frame.Parameters[0].As<double>());
                    frame.Next[0] = next;
                    frame.Next[1] = next * d;
                    frame.Next[2] = d;
                },
                [v[0], v[1], v[2]],
                default,
                [v[3]],
                steps: steps,
                schedule: schedule,
                planned: planned).State[0].As<double>())))
        {
            Growth = 2,
        };

        static Var<double> Turn(long step, Var<double> a, Var<double> e, Var<double> d, Var<double> p) => step % 2 == 1 ? a + Ops.Sin(e) + d + p : a * d * p;

        static double[] Between(int count, double phase) => [.. Enumerable.Range(0, count).Select(i => 0.65 + (0.35 * Math.Sin(phase + (2.3 * i) + (0.1 * i * i))))];
    }

    internal static Var<double> Cell(Var<double> h, Var<double> x, Var<double> w, Var<double> v, Var<double> b) => Ops.Tanh(Ops.MatMul(x, w) + Ops.MatMul(h, v) + b);

    private static Var<double> RungeKuttaStep(Var<double> y, Var<double> th)
    {
        const double h = 0.05;
        Var<double> k1 = Slope(y);
        Var<double> k2 = Slope(y + (0.5 * h * k1));
        Var<double> k3 = Slope(y + (0.5 * h * k2));
        Var<double> k4 = Slope(y + (h * k3));
        return y + (h / 6 * (k1 + (2 * k2) + (2 * k3) + k4));

        Var<double> Slope(Var<double> at)
        {
            Var<double> prey = Ops.Slice(at, 0, 0, 1);
            Var<double> predator = Ops.Slice(at, 0, 1, 1);
            Var<double> both = prey * predator;
            return Ops.Concat<double>([(Ops.Slice(th, 0, 0, 1) * prey) - (Ops.Slice(th, 0, 1, 1) * both), (Ops.Slice(th, 0, 3, 1) * both) - (Ops.Slice(th, 0, 2, 1) * predator)]);
        }
    }

    private static Var<double> WaveStep(Var<double> before, Var<double> now, Var<double> speed, Var<double> source)
    {
        nint n = now.Shape[0];
        Var<double> inner = Ops.Slice(now, 0, 2, n - 2) - (2 * Ops.Slice(now, 0, 1, n - 2)) + Ops.Slice(now, 0, 0, n - 2);
        Var<double> next = (2 * now) - before + (speed * Ops.Pad<double>(inner, [(1, 1)]));
        return next + Ops.Pad<double>(Ops.Reshape(source, 1), [(n / 2, n - (n / 2) - 1)]);
    }

    private static (Var<double> Next, Var<double> Output) Mixed(Var<double> a, Var<double> b, Var<double> c, Var<double> d, Var<double> x, Var<double> p)
    {
        Var<double> next = Ops.Sin(a + (b * p)) + (c * d * 0.1);
        return (next + (0.5 * a), (next * x) + Ops.Exp(-1 * a));
    }

    private static double[] Some(int count, double scale = 1) => [.. Enumerable.Range(0, count).Select(i => scale * Math.Sin(1.7 + (2.3 * i) + (0.1 * i * i)))];
}
