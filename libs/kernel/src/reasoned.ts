/** A command of a step that nobody takes without saying why. */
export type Reasoned<Command> = Omit<Command, 'reason'> & { readonly reason: string };
