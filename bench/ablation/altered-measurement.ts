/** The measurement with a number altered. */
import { build } from 'esbuild';
import { projectRoot } from '../project-root.ts';
import { type BundledNumber, instrumented } from './bundled-numbers.ts';
import type { DrawnLink } from './drawn-links.ts';
import type { Outcome } from './outcome.ts';

type OutcomeOf = (link: DrawnLink, chance?: number) => Promise<Outcome>;

export class AlteredMeasurement {
  readonly numbers: readonly BundledNumber[];
  readonly #code: string;
  readonly #values: number[];
  readonly #used = new Set<number>();
  #outcomeOf: OutcomeOf;

  static async load(): Promise<AlteredMeasurement> {
    const { outputFiles } = await build({
      absWorkingDir: projectRoot,
      entryPoints: ['bench/ablation/outcome.ts'],
      bundle: true,
      platform: 'node',
      format: 'iife',
      globalName: 'measurement',
      target: 'es2023',
      write: false,
      logLevel: 'warning',
    });
    const { code, numbers } = instrumented(
      (outputFiles[0]?.text ?? '')
        .split('\n')
        .map((line) => line.replace(/^ {2}/, ''))
        .join('\n'),
    );
    return new AlteredMeasurement(code, numbers);
  }

  private constructor(code: string, numbers: readonly BundledNumber[]) {
    this.numbers = numbers;
    this.#code = code;
    this.#values = numbers.map(({ value }) => value);
    this.#outcomeOf = this.#evaluated();
  }

  /** The outcome, and which numbers were asked for on the way. */
  async outcome(link: DrawnLink, chance = 0): Promise<{ outcome: Outcome; used: ReadonlySet<number> }> {
    this.#used.clear();
    const outcome = await this.#outcomeOf(link, chance);
    return { outcome, used: new Set(this.#used) };
  }

  async with<T>(index: number, value: number, work: (outcomeOf: OutcomeOf) => Promise<T>): Promise<T> {
    const { askedWhenUsed, value: own } = this.numbers[index] as BundledNumber;
    this.#values[index] = value;
    try {
      return await work(askedWhenUsed ? this.#outcomeOf : this.#evaluated());
    } finally {
      this.#values[index] = own;
    }
  }

  #evaluated(): OutcomeOf {
    const numberAt = (index: number) => {
      this.#used.add(index);
      return this.#values[index];
    };
    const load = new Function('numberAt', `${this.#code}\nreturn measurement;`);
    return (load(numberAt) as { outcomeOf: OutcomeOf }).outcomeOf;
  }
}
