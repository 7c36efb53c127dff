export const setPassword = {
  title: 'Choisissez votre mot de passe',
  text: 'Ce lien ne sert qu’une fois. Vous vous connecterez ensuite avec ce mot de passe.',
  done: 'Votre mot de passe est enregistré.',
  doneText: (login: string) => `Connectez-vous maintenant avec ${login}.`,
  signIn: 'Se connecter',
  dead: 'Ce lien a déjà servi ou n’est plus valable.',
  deadText: 'Demandez-en un nouveau à la personne qui vous l’a envoyé.',
};
